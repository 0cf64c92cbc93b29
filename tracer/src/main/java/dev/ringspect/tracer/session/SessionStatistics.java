package dev.ringspect.tracer.session;

import dev.ringspect.protocol.traffic.CorrelatorStatistics;

/**
 * What a session has seen so far.
 *
 * @param traffic requests and events
 * @param losses records that the source could not deliver
 */
public record SessionStatistics(CorrelatorStatistics traffic, Losses losses) {}

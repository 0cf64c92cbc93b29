package dev.ringspect.protocol.finding;

/**
 * A finding that traffic showed, once or many times.
 *
 * @param finding the finding, worded for the first request that showed it
 * @param firstSeq {@link dev.ringspect.protocol.traffic.RequestView#seq} of the first request that showed it
 * @param lastSeq of the last one so far
 * @param count how many requests showed it
 */
public record TrafficFinding(Finding finding, long firstSeq, long lastSeq, long count) {}

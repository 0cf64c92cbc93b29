package dev.ringspect.tracer.session;

import java.nio.ByteOrder;

/**
 * The machine that events come from.
 *
 * @param kernel its release, as {@code uname -r} prints it
 * @param architecture its architecture, as {@code uname -m} prints it
 * @param order its byte order
 * @param realtimeOffsetNs what to add to an event's time (CLOCK_MONOTONIC, ns) to get CLOCK_REALTIME
 * @param limitedToOwner whether only the caller's own requests are seen, with keyed ids in place of addresses
 */
public record SourceInfo(String kernel, String architecture, ByteOrder order, long realtimeOffsetNs,
        boolean limitedToOwner) {}

package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;

/** Takes event records in the kernel's order. The memory is borrowed: it must not be kept after the call returns. */
@FunctionalInterface
public interface EventSink {
    /**
     * One record, laid out as {@code ringspect-events.h} says, in the host's byte order.
     *
     * @param memory memory that holds the record
     * @param offset where it starts, in bytes
     * @param length its length in bytes, its head included
     */
    void event(MemorySegment memory, long offset, int length);
}

package dev.ringspect.tracer.capture;

import java.lang.foreign.Arena;

import dev.ringspect.protocol.traffic.EventSink;

/** A ring buffer, and the backlog that takes what it cannot hold for long. Keeps the order. */
final class EventQueue {
    /**
     * How much is handed over before the kernel is given the room back, and its buffer is looked at again: some thirty
     * requests, which even code that is not compiled yet understands within a millisecond or two.
     */
    private static final int SLICE = 8 * 1024;
    /** A burst of some four million requests; the memory is taken only when it is needed. */
    private static final long BACKLOG_BYTES = 1L << 30;

    private final BpfRing ring;
    private final Backlog backlog;
    private final int slice;

    EventQueue(BpfRing ring, Arena arena) {
        this.ring = ring;
        backlog = new Backlog(arena, BACKLOG_BYTES);
        slice = (int) Math.min(SLICE, ring.size() / 8);
    }

    /**
     * Hands over what is there, one buffer's worth at most: a fast producer must not keep the caller here for ever.
     *
     * @return how many records were handed over
     */
    int drain(EventSink sink) {
        int records = 0;
        for (long left = ring.size(); left > 0; left -= slice) {
            if (ring.crowded()) {
                ring.moveTo(backlog);
            }
            int handed = backlog.isEmpty() ? ring.drain(sink, slice) : backlog.drain(sink, slice);
            if (handed == 0) {
                break;
            }
            records += handed;
        }
        return records;
    }

    /** Takes no more than what has been produced by now. */
    void seal() {
        ring.seal();
    }

    /** Whether a sealed queue is empty but for a record that its producer has not completed. */
    boolean waitsForRecord() {
        return backlog.isEmpty() && ring.waitsForRecord();
    }
}

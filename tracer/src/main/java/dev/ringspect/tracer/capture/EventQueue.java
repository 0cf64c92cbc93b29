package dev.ringspect.tracer.capture;

import java.lang.foreign.Arena;

import dev.ringspect.protocol.traffic.EventSink;

/** A ring buffer, and the backlog that takes what it cannot hold for long. Keeps the order. */
final class EventQueue {
    /**
     * How much is handed over before the kernel is given the room back, and its buffer is looked at again. Both move
     * cache lines that the traced programs write, so it is much once all goes well; at first, and when the buffer fills,
     * it is some thirty requests, which even code that is not compiled yet understands within a millisecond or two.
     */
    private static final int SHORTEST_SLICE = 8 * 1024;
    private static final int LONGEST_SLICE = 128 * 1024;
    /** After so long the caller looks around, for a wish to stop and for the helper, however much still waits. */
    private static final long LONGEST_NANOS = 20_000_000L;
    /** A burst of some four million requests; the memory is taken only when it is needed. */
    private static final long BACKLOG_BYTES = 1L << 30;

    private final BpfRing ring;
    private final Backlog backlog;
    private final int longest;
    private int slice;
    private boolean dry;

    EventQueue(BpfRing ring, Arena arena) {
        this.ring = ring;
        backlog = new Backlog(arena, BACKLOG_BYTES);
        longest = (int) Math.min(LONGEST_SLICE, ring.size() / 8);
        slice = Math.min(SHORTEST_SLICE, longest);
    }

    /**
     * Hands over what is there, one buffer's worth at most and for some milliseconds: a fast producer must not keep the
     * caller here for ever.
     *
     * @return how many records were handed over
     */
    int drain(EventSink sink) {
        int records = 0;
        dry = false;
        long began = System.nanoTime();
        for (long left = ring.size(); left > 0 && !dry; left -= slice) {
            if (records > 0 && System.nanoTime() - began >= LONGEST_NANOS) {
                return records;
            }
            boolean crowded = ring.crowded();
            slice = crowded ? Math.min(SHORTEST_SLICE, longest) : Math.min(2 * slice, longest);
            if (crowded) {
                ring.moveTo(backlog);
            }
            if (backlog.isEmpty()) {
                long before = ring.position();
                records += ring.drain(sink, slice);
                // What came in the meantime can wait: to run after the producer from record to record slows it down.
                dry = ring.position() - before < slice;
            } else {
                records += backlog.drain(sink, slice);
            }
        }
        return records;
    }

    /** Whether the last {@link #drain} came to the end of what was there when it looked. */
    boolean isDry() {
        return dry;
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

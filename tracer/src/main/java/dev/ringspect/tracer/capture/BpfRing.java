package dev.ringspect.tracer.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

import dev.ringspect.protocol.traffic.EventSink;

/**
 * The consumer's side of a BPF ring buffer (kernel/bpf/ringbuf.c): positions count bytes without end; each record has an
 * 8-byte header, whose first word is the length with a busy bit, set until the record is complete, and a discard bit. The
 * data pages are mapped twice in a row, so a record that wraps is in one piece.
 */
public final class BpfRing {
    /** Bytes in front of a record. */
    static final int HEADER = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private final long mask;
    private final long crowd;
    private long position;
    private long limit = Long.MAX_VALUE;

    /**
     * A ring in mapped memory.
     *
     * @param consumer page with the consumer's position, writable
     * @param producer page with the producer's position
     * @param data the data pages, twice
     */
    public BpfRing(MemorySegment consumer, MemorySegment producer, MemorySegment data) {
        this.consumer = consumer;
        this.producer = producer;
        this.data = data;
        mask = data.byteSize() / 2 - 1;
        crowd = data.byteSize() / 8;
        position = (long) LONG.getAcquire(consumer, 0L);
    }

    /** Bytes it can hold. */
    long size() {
        return mask + 1;
    }

    /** Whether more than a quarter of it waits to be read. */
    boolean crowded() {
        return produced() - position > crowd;
    }

    /** Bytes consumed since the buffer was made. */
    long position() {
        return position;
    }

    private long produced() {
        return Math.min(limit, (long) LONG.getAcquire(producer, 0L));
    }

    /** From now on, what has not been produced yet does not exist. */
    void seal() {
        limit = produced();
    }

    /** Whether a sealed ring still holds a record that its producer has not completed. */
    boolean waitsForRecord() {
        return position < limit && limit != Long.MAX_VALUE;
    }

    /**
     * Hands over complete records, where they are, and gives the kernel their room back.
     *
     * @param maxBytes stops after the record that reaches this
     * @return how many were handed over
     */
    public int drain(EventSink sink, int maxBytes) {
        long at = position;
        long end = Math.min(produced(), at + maxBytes);
        int records = 0;
        try {
            while (at < end) {
                long header = at & mask;
                int length = (int) INT.getAcquire(data, header);
                if ((length & BUSY) != 0) {
                    break;
                }
                at += size(length);
                if (!isDiscarded(length)) {
                    records++;
                    sink.event(data, header + HEADER, length);
                }
            }
            return records;
        } finally {
            consumed(at);
        }
    }

    /**
     * Moves the complete records that are there by now into {@code backlog}, as far as it has room, and gives the kernel
     * their room back. What is produced meanwhile stays: a producer that is faster than this would never let it return.
     */
    void moveTo(Backlog backlog) {
        long stop = produced();
        while (true) {
            long at = position;
            long end = Math.min(stop, at + backlog.room());
            while (at < end) {
                int length = (int) INT.getAcquire(data, at & mask);
                if ((length & BUSY) != 0 || at + size(length) > end) {
                    break;
                }
                at += size(length);
            }
            if (at == position) {
                return;
            }
            backlog.append(data, position & mask, (int) (at - position));
            consumed(at);
        }
    }

    private void consumed(long to) {
        position = to;
        LONG.setRelease(consumer, 0L, to);
    }

    /** Bytes that a record takes, its header and padding included. */
    static long size(int length) {
        return (HEADER + (length & ~DISCARD) + 7L) & ~7L;
    }

    /** Whether a complete record with this first word was taken back by the program that made it. */
    static boolean isDiscarded(int length) {
        return (length & DISCARD) != 0;
    }
}

package dev.ringspect.tracer.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.uapi.SetupFlags;

/**
 * What {@code io_uring_setup} filled in ({@code struct io_uring_params}): sizes, and where things are in the mapped
 * ring.
 */
record RingLayout(int sqEntries, int cqEntries, int flags, int features, int sqHead, int sqTail, int sqMask,
        int sqFlags,
        int sqDropped, int sqArray, int cqHead, int cqTail, int cqMask, int cqOverflow, int cqes) {

    /** Size of {@code struct io_uring_params}. */
    static final int PARAMS_SIZE = 120;

    private static final int CQ_ENTRIES = 4;
    private static final int FLAGS = 8;
    private static final int SQ_THREAD_CPU = 12;
    private static final int SQ_THREAD_IDLE = 16;
    private static final int FEATURES = 20;
    private static final int SQ_OFF = 40;
    private static final int CQ_OFF = 80;

    static void fill(MemorySegment params, RingOptions options) {
        params.set(ValueLayout.JAVA_INT, CQ_ENTRIES, options.cqEntries());
        params.set(ValueLayout.JAVA_INT, FLAGS, options.kernelFlags());
        params.set(ValueLayout.JAVA_INT, SQ_THREAD_CPU, Math.max(0, options.sqThreadCpu()));
        params.set(ValueLayout.JAVA_INT, SQ_THREAD_IDLE, options.sqThreadIdleMillis());
    }

    static RingLayout read(MemorySegment params) {
        return new RingLayout(at(params, 0), at(params, CQ_ENTRIES), at(params, FLAGS), at(params, FEATURES),
                at(params, SQ_OFF), at(params, SQ_OFF + 4), at(params, SQ_OFF + 8), at(params, SQ_OFF + 16),
                at(params, SQ_OFF + 20), at(params, SQ_OFF + 24), at(params, CQ_OFF), at(params, CQ_OFF + 4),
                at(params, CQ_OFF + 8), at(params, CQ_OFF + 16), at(params, CQ_OFF + 20));
    }

    private static int at(MemorySegment params, int offset) {
        return params.get(ValueLayout.JAVA_INT, offset);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    int sqeSize() {
        return has(SetupFlags.SQE128) ? 128 : 64;
    }

    int cqeSize() {
        return has(SetupFlags.CQE32) ? 32 : 16;
    }

    /** Bytes of the mapping that holds both queues' heads, tails and the CQEs. */
    long ringSize() {
        long array = has(SetupFlags.NO_SQARRAY) ? 0 : sqArray + 4L * sqEntries;
        return Math.max(array, cqes + (long) cqEntries * cqeSize());
    }
}

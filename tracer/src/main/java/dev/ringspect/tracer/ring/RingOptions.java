package dev.ringspect.tracer.ring;

import dev.ringspect.protocol.uapi.SetupFlags;

/**
 * How a ring is set up; see {@code io_uring_setup(2)}.
 *
 * @param entries size of the submission queue, rounded up to a power of two by the kernel
 * @param flags {@code IORING_SETUP_*}; {@code CQSIZE} and {@code SQ_AFF} are added where their values are given
 * @param cqEntries size of the completion queue, 0 for the kernel's choice (twice {@code entries})
 * @param sqThreadIdleMillis how long an idle SQPOLL thread spins, 0 for the kernel's choice (1 s)
 * @param sqThreadCpu the CPU of the SQPOLL thread, -1 for any
 */
public record RingOptions(int entries, int flags, int cqEntries, int sqThreadIdleMillis, int sqThreadCpu) {
    /** A ring of {@code entries} with {@code IORING_SETUP_*} flags, the rest as the kernel chooses. */
    public static RingOptions of(int entries, int flags) {
        return new RingOptions(entries, flags, 0, 0, -1);
    }

    /** The same with a completion queue of {@code size}. */
    public RingOptions withCqEntries(int size) {
        return new RingOptions(entries, flags, size, sqThreadIdleMillis, sqThreadCpu);
    }

    /** The same with an SQPOLL thread that sleeps after {@code millis}. */
    public RingOptions withSqThreadIdle(int millis) {
        return new RingOptions(entries, flags, cqEntries, millis, sqThreadCpu);
    }

    /** The same with an SQPOLL thread bound to {@code cpu}. */
    public RingOptions withSqThreadCpu(int cpu) {
        return new RingOptions(entries, flags, cqEntries, sqThreadIdleMillis, cpu);
    }

    /** The flags as the kernel is given them. */
    int kernelFlags() {
        return flags | (cqEntries != 0 ? SetupFlags.CQSIZE : 0) | (sqThreadCpu >= 0 ? SetupFlags.SQ_AFF : 0);
    }
}

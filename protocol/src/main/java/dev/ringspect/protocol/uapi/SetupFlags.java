package dev.ringspect.protocol.uapi;

import java.util.List;

/**
 * {@code io_uring_params.flags}, what a ring was set up with.
 */
public final class SetupFlags {
    /** Completions are polled for. */
    public static final int IOPOLL = 1 << 0;
    /** A kernel thread takes the submissions. */
    public static final int SQPOLL = 1 << 1;
    /** {@code sq_thread_cpu} is given. */
    public static final int SQ_AFF = 1 << 2;
    /** The application chose the number of CQ entries. */
    public static final int CQSIZE = 1 << 3;
    /** Too large entry counts are cut to the limit. */
    public static final int CLAMP = 1 << 4;
    /** Shares the workers of another ring. */
    public static final int ATTACH_WQ = 1 << 5;
    /** The ring starts disabled. */
    public static final int R_DISABLED = 1 << 6;
    /** Submission goes on after a request that fails at prep. */
    public static final int SUBMIT_ALL = 1 << 7;
    /** Completions wait for the next system call of the task. */
    public static final int COOP_TASKRUN = 1 << 8;
    /** The SQ ring tells that task work is pending. */
    public static final int TASKRUN_FLAG = 1 << 9;
    /** Every SQE is 128 bytes. */
    public static final int SQE128 = 1 << 10;
    /** Every CQE is 32 bytes. */
    public static final int CQE32 = 1 << 11;
    /** Only one task submits. */
    public static final int SINGLE_ISSUER = 1 << 12;
    /** Task work runs only when the application asks for events. */
    public static final int DEFER_TASKRUN = 1 << 13;
    /** The application gave the memory of the rings. */
    public static final int NO_MMAP = 1 << 14;
    /** The ring has a registered index in place of a descriptor. */
    public static final int REGISTERED_FD_ONLY = 1 << 15;
    /** There is no index array before the SQEs. */
    public static final int NO_SQARRAY = 1 << 16;
    /** Polling sleeps first. */
    public static final int HYBRID_IOPOLL = 1 << 17;
    /** 16-byte and 32-byte CQEs share the ring. */
    public static final int CQE_MIXED = 1 << 18;
    /** 64-byte and 128-byte SQEs share the ring. */
    public static final int SQE_MIXED = 1 << 19;
    /** The SQ ring is read from its start each time. */
    public static final int SQ_REWIND = 1 << 20;

    /** Every flag by its name without {@code IORING_SETUP_}, in the order of the bits. */
    public static final FlagWord WORD = new FlagWord("IORING_SETUP_", List.of(
    // @formatter:off
            new Flag("IOPOLL", 1 << 0, KernelRelease.of("5.1")),
            new Flag("SQPOLL", 1 << 1, KernelRelease.of("5.1")),
            new Flag("SQ_AFF", 1 << 2, KernelRelease.of("5.1")),
            new Flag("CQSIZE", 1 << 3, KernelRelease.of("5.5")),
            new Flag("CLAMP", 1 << 4, KernelRelease.of("5.6")),
            new Flag("ATTACH_WQ", 1 << 5, KernelRelease.of("5.6")),
            new Flag("R_DISABLED", 1 << 6, KernelRelease.of("5.10")),
            new Flag("SUBMIT_ALL", 1 << 7, KernelRelease.of("5.18")),
            new Flag("COOP_TASKRUN", 1 << 8, KernelRelease.of("5.19")),
            new Flag("TASKRUN_FLAG", 1 << 9, KernelRelease.of("5.19")),
            new Flag("SQE128", 1 << 10, KernelRelease.of("5.19")),
            new Flag("CQE32", 1 << 11, KernelRelease.of("5.19")),
            new Flag("SINGLE_ISSUER", 1 << 12, KernelRelease.of("6.0")),
            new Flag("DEFER_TASKRUN", 1 << 13, KernelRelease.of("6.1")),
            new Flag("NO_MMAP", 1 << 14, KernelRelease.of("6.5")),
            new Flag("REGISTERED_FD_ONLY", 1 << 15, KernelRelease.of("6.5")),
            new Flag("NO_SQARRAY", 1 << 16, KernelRelease.of("6.6")),
            new Flag("HYBRID_IOPOLL", 1 << 17, KernelRelease.of("6.13")),
            new Flag("CQE_MIXED", 1 << 18, KernelRelease.of("6.18")),
            new Flag("SQE_MIXED", 1 << 19, KernelRelease.of("6.19")),
            new Flag("SQ_REWIND", 1 << 20, KernelRelease.of("7.0"))));
            // @formatter:on

    private SetupFlags() {}

    /** Whether a uring_cmd's command area is 80 bytes on every SQE of such a ring. */
    public static boolean has128ByteSqes(int flags) {
        return (flags & SQE128) != 0;
    }

    /** Whether a 32-byte CQE can be posted on such a ring, so that a 64-bit result gets through. */
    public static boolean takes32ByteCqes(int flags) {
        return (flags & (CQE32 | CQE_MIXED)) != 0;
    }
}

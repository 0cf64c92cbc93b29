package dev.ringspect.protocol.uapi;

import java.util.List;

/**
 * {@code io_uring_sqe.flags}, at byte 1 of an SQE. Bit 7 is no flag: the kernel answers {@code -EINVAL}.
 */
public final class SqeFlags {
    /** {@code fd} is an index of the registered files. */
    public static final int FIXED_FILE = 1 << 0;
    /** Waits for all requests before it. */
    public static final int IO_DRAIN = 1 << 1;
    /** The next request starts when this one succeeded. */
    public static final int IO_LINK = 1 << 2;
    /** The next request starts when this one ended. */
    public static final int IO_HARDLINK = 1 << 3;
    /** Goes to a worker without a first try. */
    public static final int ASYNC = 1 << 4;
    /** The kernel picks a buffer of {@code buf_group}. */
    public static final int BUFFER_SELECT = 1 << 5;
    /** No CQE when it succeeds. */
    public static final int CQE_SKIP_SUCCESS = 1 << 6;

    /** Every flag by its name without {@code IOSQE_}, in the order of the bits. */
    public static final FlagWord WORD = new FlagWord("IOSQE_", List.of(
    // @formatter:off
            new Flag("FIXED_FILE", 1 << 0, KernelRelease.of("5.1")),
            new Flag("IO_DRAIN", 1 << 1, KernelRelease.of("5.2")),
            new Flag("IO_LINK", 1 << 2, KernelRelease.of("5.3")),
            new Flag("IO_HARDLINK", 1 << 3, KernelRelease.of("5.5")),
            new Flag("ASYNC", 1 << 4, KernelRelease.of("5.6")),
            new Flag("BUFFER_SELECT", 1 << 5, KernelRelease.of("5.7")),
            new Flag("CQE_SKIP_SUCCESS", 1 << 6, KernelRelease.of("5.17"))));
            // @formatter:on

    private SqeFlags() {}
}

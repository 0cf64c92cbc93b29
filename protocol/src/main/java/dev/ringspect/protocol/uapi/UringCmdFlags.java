package dev.ringspect.protocol.uapi;

import java.util.List;

/**
 * {@code io_uring_sqe.uring_cmd_flags}, at byte 28 of a uring_cmd's SQE. Any other bit is {@code -EINVAL}.
 */
public final class UringCmdFlags {
    /** The data are in the registered buffer {@code buf_index}. */
    public static final int FIXED = 1 << 0;
    /** Several CQEs with provided buffers; needs IOSQE_BUFFER_SELECT. */
    public static final int MULTISHOT = 1 << 1;

    /** Every flag by its name without {@code IORING_URING_CMD_}, in the order of the bits. */
    public static final FlagWord WORD = new FlagWord("IORING_URING_CMD_", List.of(
    // @formatter:off
            new Flag("FIXED", 1 << 0, KernelRelease.of("6.1")),
            new Flag("MULTISHOT", 1 << 1, KernelRelease.of("6.18"))));
            // @formatter:on

    private UringCmdFlags() {}

    /** All bits that a user may set (Linux 6.18). */
    public static final int MASK = FIXED | MULTISHOT;
}

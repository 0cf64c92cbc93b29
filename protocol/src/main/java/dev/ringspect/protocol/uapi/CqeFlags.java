package dev.ringspect.protocol.uapi;

import java.util.List;

/**
 * {@code io_uring_cqe.flags}. Bits 16 to 31 mean different things by request: the buffer id when BUFFER is set.
 */
public final class CqeFlags {
    /** The upper 16 bits are the id of the provided buffer. */
    public static final int BUFFER = 1 << 0;
    /** More CQEs will come for the same SQE. */
    public static final int MORE = 1 << 1;
    /** There is more to read on the socket. */
    public static final int SOCK_NONEMPTY = 1 << 2;
    /** The zero-copy buffer is free again. */
    public static final int NOTIF = 1 << 3;
    /** The buffer stays with the kernel, only a part of it was used. */
    public static final int BUF_MORE = 1 << 4;
    /** A filler on a ring of mixed sizes, to be ignored. */
    public static final int SKIP = 1 << 5;
    /** This CQE is 32 bytes; set on rings of mixed sizes only. */
    public static final int BIG_CQE = 1 << 15;

    /** Every flag by its name without {@code IORING_CQE_F_}, in the order of the bits. */
    public static final FlagWord WORD = new FlagWord("IORING_CQE_F_", List.of(
    // @formatter:off
            new Flag("BUFFER", 1 << 0, KernelRelease.of("5.7")),
            new Flag("MORE", 1 << 1, KernelRelease.of("5.13")),
            new Flag("SOCK_NONEMPTY", 1 << 2, KernelRelease.of("5.19")),
            new Flag("NOTIF", 1 << 3, KernelRelease.of("6.0")),
            new Flag("BUF_MORE", 1 << 4, KernelRelease.of("6.12")),
            new Flag("SKIP", 1 << 5, KernelRelease.of("6.18")),
            new Flag("32", 1 << 15, KernelRelease.of("6.18"))));
            // @formatter:on

    private CqeFlags() {}

    /** How far the buffer id is shifted when {@link #BUFFER} is set. */
    public static final int BUFFER_SHIFT = 16;

    /** The id of the provided buffer, meaningful when {@link #BUFFER} is set. */
    public static int bufferId(int flags) {
        return flags >>> BUFFER_SHIFT;
    }

    /** The names of the low 16 bits; the upper ones have no name of their own. */
    public static List<String> names(int flags) {
        return WORD.names(flags & 0xFFFF);
    }
}

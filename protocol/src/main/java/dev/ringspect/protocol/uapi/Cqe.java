package dev.ringspect.protocol.uapi;

/** Where the fields of {@code struct io_uring_cqe} are ({@code linux/io_uring.h}; the offsets never change). */
public final class Cqe {
    /** Bytes of a plain CQE. */
    public static final int SIZE = 16;
    /** Bytes on a ring with {@link SetupFlags#CQE32}, or with {@link CqeFlags#BIG_CQE} on a ring of mixed sizes. */
    public static final int SIZE_32 = 32;

    public static final int USER_DATA = 0;
    public static final int RES = 8;
    public static final int FLAGS = 12;
    /** Two 64-bit words of a 32-byte CQE; the first is a uring_cmd's second result. */
    public static final int BIG_CQE = 16;

    private Cqe() {}
}

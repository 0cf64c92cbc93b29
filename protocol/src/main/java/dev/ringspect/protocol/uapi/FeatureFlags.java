package dev.ringspect.protocol.uapi;

import java.util.List;

/**
 * {@code io_uring_params.features}, what the kernel says it can do.
 */
public final class FeatureFlags {
    /** One mapping holds both rings. */
    public static final int SINGLE_MMAP = 1 << 0;
    /** A CQE that does not fit is kept aside. */
    public static final int NODROP = 1 << 1;
    /** Data of an SQE may be reused after submission. */
    public static final int SUBMIT_STABLE = 1 << 2;
    /** Offset -1 means the file position. */
    public static final int RW_CUR_POS = 1 << 3;
    /** Requests run with the credentials of the submitter. */
    public static final int CUR_PERSONALITY = 1 << 4;
    /** Requests wait by internal poll in place of a worker. */
    public static final int FAST_POLL = 1 << 5;
    /** Poll masks have 32 bits. */
    public static final int POLL_32BITS = 1 << 6;
    /** SQPOLL needs no registered files. */
    public static final int SQPOLL_NONFIXED = 1 << 7;
    /** {@code io_uring_enter} takes an extended argument. */
    public static final int EXT_ARG = 1 << 8;
    /** Workers are threads of the task. */
    public static final int NATIVE_WORKERS = 1 << 9;
    /** Registered resources have tags. */
    public static final int RSRC_TAGS = 1 << 10;
    /** IOSQE_CQE_SKIP_SUCCESS is there. */
    public static final int CQE_SKIP = 1 << 11;
    /** Files are looked up when a link member starts. */
    public static final int LINKED_FILE = 1 << 12;
    /** Register calls take a registered ring. */
    public static final int REG_REG_RING = 1 << 13;
    /** Send and receive take bundles. */
    public static final int RECVSEND_BUNDLE = 1 << 14;
    /** Waits have a minimum time. */
    public static final int MIN_TIMEOUT = 1 << 15;
    /** Reads and writes take attributes. */
    public static final int RW_ATTR = 1 << 16;
    /** Waits need not count as I/O wait. */
    public static final int NO_IOWAIT = 1 << 17;

    /** Every flag by its name without {@code IORING_FEAT_}, in the order of the bits. */
    public static final FlagWord WORD = new FlagWord("IORING_FEAT_", List.of(
    // @formatter:off
            new Flag("SINGLE_MMAP", 1 << 0, KernelRelease.of("5.4")),
            new Flag("NODROP", 1 << 1, KernelRelease.of("5.5")),
            new Flag("SUBMIT_STABLE", 1 << 2, KernelRelease.of("5.5")),
            new Flag("RW_CUR_POS", 1 << 3, KernelRelease.of("5.6")),
            new Flag("CUR_PERSONALITY", 1 << 4, KernelRelease.of("5.6")),
            new Flag("FAST_POLL", 1 << 5, KernelRelease.of("5.7")),
            new Flag("POLL_32BITS", 1 << 6, KernelRelease.of("5.9")),
            new Flag("SQPOLL_NONFIXED", 1 << 7, KernelRelease.of("5.11")),
            new Flag("EXT_ARG", 1 << 8, KernelRelease.of("5.11")),
            new Flag("NATIVE_WORKERS", 1 << 9, KernelRelease.of("5.12")),
            new Flag("RSRC_TAGS", 1 << 10, KernelRelease.of("5.13")),
            new Flag("CQE_SKIP", 1 << 11, KernelRelease.of("5.17")),
            new Flag("LINKED_FILE", 1 << 12, KernelRelease.of("5.17")),
            new Flag("REG_REG_RING", 1 << 13, KernelRelease.of("6.3")),
            new Flag("RECVSEND_BUNDLE", 1 << 14, KernelRelease.of("6.10")),
            new Flag("MIN_TIMEOUT", 1 << 15, KernelRelease.of("6.12")),
            new Flag("RW_ATTR", 1 << 16, KernelRelease.of("6.14")),
            new Flag("NO_IOWAIT", 1 << 17, KernelRelease.of("6.15"))));
            // @formatter:on

    private FeatureFlags() {}
}

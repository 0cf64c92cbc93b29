package dev.ringspect.protocol.uapi;

import java.util.List;
import java.util.Optional;

/**
 * What {@code io_uring_register} is asked for: {@code enum io_uring_register_op} of {@code linux/io_uring.h}, names
 * without {@code IORING_}, in the order of their numbers.
 */
public enum RegisterOpcode {
    // @formatter:off
    REGISTER_BUFFERS(0, "5.1"),
    UNREGISTER_BUFFERS(1, "5.1"),
    REGISTER_FILES(2, "5.1"),
    UNREGISTER_FILES(3, "5.1"),
    REGISTER_EVENTFD(4, "5.2"),
    UNREGISTER_EVENTFD(5, "5.2"),
    REGISTER_FILES_UPDATE(6, "5.5"),
    REGISTER_EVENTFD_ASYNC(7, "5.6"),
    REGISTER_PROBE(8, "5.6"),
    REGISTER_PERSONALITY(9, "5.6"),
    UNREGISTER_PERSONALITY(10, "5.6"),
    REGISTER_RESTRICTIONS(11, "5.10"),
    REGISTER_ENABLE_RINGS(12, "5.10"),
    REGISTER_FILES2(13, "5.13"),
    REGISTER_FILES_UPDATE2(14, "5.13"),
    REGISTER_BUFFERS2(15, "5.13"),
    REGISTER_BUFFERS_UPDATE(16, "5.13"),
    REGISTER_IOWQ_AFF(17, "5.14"),
    UNREGISTER_IOWQ_AFF(18, "5.14"),
    REGISTER_IOWQ_MAX_WORKERS(19, "5.15"),
    REGISTER_RING_FDS(20, "5.18"),
    UNREGISTER_RING_FDS(21, "5.18"),
    REGISTER_PBUF_RING(22, "5.19"),
    UNREGISTER_PBUF_RING(23, "5.19"),
    REGISTER_SYNC_CANCEL(24, "6.0"),
    REGISTER_FILE_ALLOC_RANGE(25, "6.0"),
    REGISTER_PBUF_STATUS(26, "6.8"),
    REGISTER_NAPI(27, "6.9"),
    UNREGISTER_NAPI(28, "6.9"),
    REGISTER_CLOCK(29, "6.12"),
    REGISTER_CLONE_BUFFERS(30, "6.12"),
    REGISTER_SEND_MSG_RING(31, "6.13"),
    REGISTER_ZCRX_IFQ(32, "6.15"),
    REGISTER_RESIZE_RINGS(33, "6.13"),
    REGISTER_MEM_REGION(34, "6.13"),
    REGISTER_QUERY(35, "6.18"),
    // the headers of 7.2 have these; which release was the first is not established
    REGISTER_ZCRX_CTRL(36, "7.2"),
    REGISTER_BPF_FILTER(37, "7.2");
    // @formatter:on

    /** Every register opcode; the index is the number. */
    public static final List<RegisterOpcode> ALL = List.of(values());

    /** May be or-ed to the number: the ring is given by its registered index ({@code 1U << 31}, Linux 6.3). */
    public static final int USE_REGISTERED_RING = 1 << 31;

    private final int number;
    private final String since;

    RegisterOpcode(int number, String since) {
        this.number = number;
        this.since = since;
    }

    /** The number, as the system call takes it. */
    public int number() {
        return number;
    }

    /** The first kernel that is known to have it. */
    public KernelRelease since() {
        return KernelRelease.of(since);
    }

    /** The register opcode of that number, {@link #USE_REGISTERED_RING} left aside. */
    public static Optional<RegisterOpcode> of(int number) {
        int plain = number & ~USE_REGISTERED_RING;
        return plain < ALL.size() ? Optional.of(ALL.get(plain)) : Optional.empty();
    }
}

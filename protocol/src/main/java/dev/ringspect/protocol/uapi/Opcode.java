package dev.ringspect.protocol.uapi;

import java.util.List;
import java.util.Optional;

/**
 * What an SQE asks for: {@code enum io_uring_op} of {@code linux/io_uring.h}, names without {@code IORING_OP_}, in the
 * order of their numbers.
 */
public enum Opcode {
    // @formatter:off
    NOP(0, "5.1"),
    READV(1, "5.1"),
    WRITEV(2, "5.1"),
    FSYNC(3, "5.1"),
    READ_FIXED(4, "5.1"),
    WRITE_FIXED(5, "5.1"),
    POLL_ADD(6, "5.1"),
    POLL_REMOVE(7, "5.1"),
    SYNC_FILE_RANGE(8, "5.2"),
    SENDMSG(9, "5.3"),
    RECVMSG(10, "5.3"),
    TIMEOUT(11, "5.4"),
    TIMEOUT_REMOVE(12, "5.5"),
    ACCEPT(13, "5.5"),
    ASYNC_CANCEL(14, "5.5"),
    LINK_TIMEOUT(15, "5.5"),
    CONNECT(16, "5.5"),
    FALLOCATE(17, "5.6"),
    OPENAT(18, "5.6"),
    CLOSE(19, "5.6"),
    FILES_UPDATE(20, "5.6"),
    STATX(21, "5.6"),
    READ(22, "5.6"),
    WRITE(23, "5.6"),
    FADVISE(24, "5.6"),
    MADVISE(25, "5.6"),
    SEND(26, "5.6"),
    RECV(27, "5.6"),
    OPENAT2(28, "5.6"),
    EPOLL_CTL(29, "5.6"),
    SPLICE(30, "5.7"),
    PROVIDE_BUFFERS(31, "5.7"),
    REMOVE_BUFFERS(32, "5.7"),
    TEE(33, "5.8"),
    SHUTDOWN(34, "5.11"),
    RENAMEAT(35, "5.11"),
    UNLINKAT(36, "5.11"),
    MKDIRAT(37, "5.15"),
    SYMLINKAT(38, "5.15"),
    LINKAT(39, "5.15"),
    MSG_RING(40, "5.18"),
    FSETXATTR(41, "5.19"),
    SETXATTR(42, "5.19"),
    FGETXATTR(43, "5.19"),
    GETXATTR(44, "5.19"),
    SOCKET(45, "5.19"),
    URING_CMD(46, "5.19"),
    SEND_ZC(47, "6.0"),
    SENDMSG_ZC(48, "6.1"),
    READ_MULTISHOT(49, "6.7"),
    WAITID(50, "6.7"),
    FUTEX_WAIT(51, "6.7"),
    FUTEX_WAKE(52, "6.7"),
    FUTEX_WAITV(53, "6.7"),
    FIXED_FD_INSTALL(54, "6.8"),
    FTRUNCATE(55, "6.9"),
    BIND(56, "6.11"),
    LISTEN(57, "6.11"),
    RECV_ZC(58, "6.15"),
    EPOLL_WAIT(59, "6.15"),
    READV_FIXED(60, "6.15"),
    WRITEV_FIXED(61, "6.15"),
    PIPE(62, "6.16"),
    NOP128(63, "6.19"),
    URING_CMD128(64, "6.19");
    // @formatter:on

    /** Every opcode; the index is the number. */
    public static final List<Opcode> ALL = List.of(values());

    private final int number;
    private final String since;

    Opcode(int number, String since) {
        this.number = number;
        this.since = since;
    }

    /** The opcode's number, as the first byte of an SQE has it. */
    public int number() {
        return number;
    }

    /** The first kernel that knew it. */
    public KernelRelease since() {
        return KernelRelease.of(since);
    }

    /** Whether its requests go to a file's {@code uring_cmd} handler. */
    public boolean isUringCmd() {
        return this == URING_CMD || this == URING_CMD128;
    }

    /** Whether its SQE is 128 bytes on a ring of mixed sizes. */
    public boolean is128() {
        return this == NOP128 || this == URING_CMD128;
    }

    /** The opcode of that number, empty when no kernel known here has it. */
    public static Optional<Opcode> of(int number) {
        return number >= 0 && number < ALL.size() ? Optional.of(ALL.get(number)) : Optional.empty();
    }

    /** The name of that number for a person or JSON: {@code URING_CMD}, or {@code opcode 200} for an unknown one. */
    public static String nameOf(int number) {
        return number >= 0 && number < ALL.size() ? ALL.get(number).name() : "opcode " + number;
    }
}

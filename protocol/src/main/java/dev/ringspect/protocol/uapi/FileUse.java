package dev.ringspect.protocol.uapi;

import java.lang.foreign.MemorySegment;

/**
 * Whether an opcode's requests have a file, and {@code sqe->fd} names it. io_uring looks a file up for the opcodes whose
 * definition says {@code needs_file} (io_uring/opdef.c) and for a few that look by themselves; in the SQEs of all others the
 * same four bytes are something else, or nothing.
 */
public enum FileUse {
    /** Every request has one. */
    ALWAYS,
    /** No request has one: {@code fd} is not looked at, or is a number of another kind. */
    NEVER,
    /** What else the SQE says decides. */
    BY_SQE,
    /** {@code fd} is a directory, from which a path that is not absolute starts; the file is another. */
    DIRECTORY;

    private static final int NOP_FILE = 1 << 1;
    private static final int CANCEL_FD = 1 << 1;
    private static final int P_PIDFD = 3;

    /** What {@code opcode} does with {@code fd}. */
    public static FileUse of(Opcode opcode) {
        return switch (opcode) {
            case READV, WRITEV, FSYNC, READ_FIXED, WRITE_FIXED, POLL_ADD, SYNC_FILE_RANGE, SENDMSG, RECVMSG, ACCEPT,
                    CONNECT, FALLOCATE, CLOSE, READ, WRITE, FADVISE, SEND, RECV, EPOLL_CTL, SPLICE, TEE, SHUTDOWN,
                    MSG_RING, FSETXATTR, FGETXATTR, URING_CMD, SEND_ZC, SENDMSG_ZC, READ_MULTISHOT, FIXED_FD_INSTALL,
                    FTRUNCATE, BIND, LISTEN, RECV_ZC, EPOLL_WAIT, READV_FIXED, WRITEV_FIXED, URING_CMD128 ->
                ALWAYS;
            case NOP, NOP128, ASYNC_CANCEL, WAITID -> BY_SQE;
            case OPENAT, OPENAT2, STATX, RENAMEAT, UNLINKAT, MKDIRAT, SYMLINKAT, LINKAT -> DIRECTORY;
            case POLL_REMOVE, TIMEOUT, TIMEOUT_REMOVE, LINK_TIMEOUT, FILES_UPDATE, MADVISE, PROVIDE_BUFFERS,
                    REMOVE_BUFFERS, SETXATTR, GETXATTR, SOCKET, FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAITV, PIPE ->
                NEVER;
        };
    }

    /** Whether a request with that opcode's number may have a file; an opcode that no kernel has takes none. */
    public static boolean possible(int opcode) {
        return switch (use(opcode)) {
            case ALWAYS, BY_SQE -> true;
            case NEVER, DIRECTORY -> false;
        };
    }

    /**
     * Whether the SQE names a file.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     */
    public static boolean named(MemorySegment memory, long at) {
        int opcode = Sqe.opcode(memory, at);
        return switch (use(opcode)) {
            case ALWAYS -> true;
            case NEVER, DIRECTORY -> false;
            case BY_SQE -> opcode == Opcode.WAITID.number()
                    ? Sqe.len(memory, at) == P_PIDFD
                    : (Sqe.opFlags(memory, at) & (opcode == Opcode.ASYNC_CANCEL.number() ? CANCEL_FD : NOP_FILE)) != 0;
        };
    }

    private static FileUse use(int opcode) {
        return opcode >= 0 && opcode < Opcode.ALL.size() ? of(Opcode.ALL.get(opcode)) : NEVER;
    }
}

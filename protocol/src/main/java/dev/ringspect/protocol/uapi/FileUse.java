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

    // linux/io_uring.h, IORING_NOP_* and IORING_ASYNC_CANCEL_*: the fd is looked at, and is a registered one.
    private static final int NOP_FILE = 1 << 1;
    private static final int NOP_FIXED_FILE = 1 << 2;
    private static final int CANCEL_FD = 1 << 1;
    private static final int CANCEL_FD_FIXED = 1 << 3;
    private static final int P_PIDFD = 3;

    /** What {@code opcode} does with {@code fd}. */
    public static FileUse of(Opcode opcode) {
        return switch (opcode) {
            case READV, WRITEV, FSYNC, READ_FIXED, WRITE_FIXED, POLL_ADD, SYNC_FILE_RANGE, SENDMSG, RECVMSG, ACCEPT,
                    CONNECT, FALLOCATE, READ, WRITE, FADVISE, SEND, RECV, EPOLL_CTL, SPLICE, TEE, SHUTDOWN,
                    MSG_RING, FSETXATTR, FGETXATTR, URING_CMD, SEND_ZC, SENDMSG_ZC, READ_MULTISHOT, FIXED_FD_INSTALL,
                    FTRUNCATE, BIND, LISTEN, RECV_ZC, EPOLL_WAIT, READV_FIXED, WRITEV_FIXED, URING_CMD128 ->
                ALWAYS;
            case CLOSE, NOP, NOP128, ASYNC_CANCEL, WAITID -> BY_SQE;
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
     * Whether the SQE names a file, as a descriptor or, by {@code IOSQE_FIXED_FILE}, as a registered one. Where only a flag
     * of the opcode's own makes it a registered one, the number alone tells the wrong file: its completion has the right one.
     *
     * @param memory memory that holds the SQE
     * @param at where it starts
     */
    public static boolean named(MemorySegment memory, long at) {
        int opcode = Sqe.opcode(memory, at);
        return switch (use(opcode)) {
            case ALWAYS -> true;
            case NEVER, DIRECTORY -> false;
            case BY_SQE -> bySqe(opcode, memory, at);
        };
    }

    private static boolean bySqe(int opcode, MemorySegment memory, long at) {
        if (opcode == Opcode.WAITID.number()) {
            return Sqe.len(memory, at) == P_PIDFD;
        }
        if (opcode == Opcode.CLOSE.number()) {
            // io_close_prep: a slot, counted from 1, or a descriptor
            return Sqe.fileIndex(memory, at) == 0;
        }
        boolean cancel = opcode == Opcode.ASYNC_CANCEL.number();
        int flags = Sqe.opFlags(memory, at);
        boolean ownFlag = (flags & (cancel ? CANCEL_FD_FIXED : NOP_FIXED_FILE)) != 0;
        return (flags & (cancel ? CANCEL_FD : NOP_FILE)) != 0
                && (!ownFlag || (Sqe.flags(memory, at) & SqeFlags.FIXED_FILE) != 0);
    }

    private static FileUse use(int opcode) {
        return opcode >= 0 && opcode < Opcode.ALL.size() ? of(Opcode.ALL.get(opcode)) : NEVER;
    }
}

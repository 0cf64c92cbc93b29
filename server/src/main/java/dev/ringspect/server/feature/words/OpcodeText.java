package dev.ringspect.server.feature.words;

import dev.ringspect.protocol.uapi.Opcode;

/** What io_uring's opcodes do, each in a sentence; the system calls that they stand for are those of section 2 of the manual. */
final class OpcodeText {
    private OpcodeText() {}

    static String of(Opcode opcode) {
        return switch (opcode) {
            case NOP -> "Does nothing and completes.";
            case READV -> "Reads into several buffers, as `preadv2` does.";
            case WRITEV -> "Writes from several buffers, as `pwritev2` does.";
            case FSYNC -> "Flushes a file to its device.";
            case READ_FIXED -> "Reads into the registered buffer `buf_index`.";
            case WRITE_FIXED -> "Writes from the registered buffer `buf_index`.";
            case POLL_ADD -> "Waits until the file is ready.";
            case POLL_REMOVE -> "Ends or changes an earlier `POLL_ADD`.";
            case SYNC_FILE_RANGE -> "Flushes a range of a file.";
            case SENDMSG -> "Sends a message on a socket.";
            case RECVMSG -> "Receives a message from a socket.";
            case TIMEOUT -> "Completes after a time, or after a number of completions.";
            case TIMEOUT_REMOVE -> "Ends or changes an earlier `TIMEOUT`.";
            case ACCEPT -> "Accepts a connection.";
            case ASYNC_CANCEL -> "Cancels earlier requests.";
            case LINK_TIMEOUT -> "Gives the request before it, which links to it, so much time.";
            case CONNECT -> "Connects a socket.";
            case FALLOCATE -> "Allocates or frees room of a file.";
            case OPENAT -> "Opens a file.";
            case CLOSE -> "Closes a descriptor, or a registered file.";
            case FILES_UPDATE -> "Replaces registered files.";
            case STATX -> "Tells about a file.";
            case READ -> "Reads into one buffer.";
            case WRITE -> "Writes from one buffer.";
            case FADVISE -> "Tells how a file will be used.";
            case MADVISE -> "Tells how memory will be used.";
            case SEND -> "Sends on a socket.";
            case RECV -> "Receives from a socket.";
            case OPENAT2 -> "Opens a file, with how its path may be resolved.";
            case EPOLL_CTL -> "Changes what an epoll instance watches.";
            case SPLICE -> "Moves data between two files, one of them a pipe.";
            case PROVIDE_BUFFERS -> "Hands the kernel buffers of a group.";
            case REMOVE_BUFFERS -> "Takes buffers of a group back.";
            case TEE -> "Copies data from one pipe to another.";
            case SHUTDOWN -> "Shuts down one or both ways of a connection.";
            case RENAMEAT -> "Renames a file.";
            case UNLINKAT -> "Removes a name, or an empty directory.";
            case MKDIRAT -> "Makes a directory.";
            case SYMLINKAT -> "Makes a symbolic link.";
            case LINKAT -> "Makes a further name for a file.";
            case MSG_RING -> "Posts a completion to another ring, or sends it a file.";
            case FSETXATTR -> "Sets an extended attribute of an open file.";
            case SETXATTR -> "Sets an extended attribute by path.";
            case FGETXATTR -> "Reads an extended attribute of an open file.";
            case GETXATTR -> "Reads an extended attribute by path.";
            case SOCKET -> "Makes a socket.";
            case URING_CMD -> "A command of the file's own, given to its driver.";
            case SEND_ZC -> "Sends from the caller's memory without a copy.";
            case SENDMSG_ZC -> "Sends a message from the caller's memory without a copy.";
            case READ_MULTISHOT -> "Reads again and again into provided buffers.";
            case WAITID -> "Waits for a process to change its state.";
            case FUTEX_WAIT -> "Waits on a futex.";
            case FUTEX_WAKE -> "Wakes those who wait on a futex.";
            case FUTEX_WAITV -> "Waits on several futexes.";
            case FIXED_FD_INSTALL -> "Gives a registered file a descriptor.";
            case FTRUNCATE -> "Cuts or extends a file to a length.";
            case BIND -> "Gives a socket its address.";
            case LISTEN -> "Lets a socket take connections.";
            case RECV_ZC -> "Receives into memory that the network card fills.";
            case EPOLL_WAIT -> "Waits for what an epoll instance watches.";
            case READV_FIXED -> "Reads into several pieces of a registered buffer.";
            case WRITEV_FIXED -> "Writes from several pieces of a registered buffer.";
            case PIPE -> "Makes a pipe.";
            case NOP128 -> "Does nothing, in a 128-byte SQE of a ring of mixed sizes.";
            case URING_CMD128 -> "A command of the file's own, in a 128-byte SQE of a ring of mixed sizes.";
        };
    }
}

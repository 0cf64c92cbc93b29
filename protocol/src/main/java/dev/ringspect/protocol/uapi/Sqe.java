package dev.ringspect.protocol.uapi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Where the fields of {@code struct io_uring_sqe} are ({@code linux/io_uring.h}, Linux 5.1 and later; the offsets never
 * change), and how to read them. Readers take any memory, heap or native, at any alignment, in the host's byte order.
 */
public final class Sqe {
    /** Bytes of a plain SQE. */
    public static final int SIZE = 64;
    /** Bytes of an SQE on a ring with {@link SetupFlags#SQE128}. */
    public static final int SIZE_128 = 128;

    public static final int OPCODE = 0;
    public static final int FLAGS = 1;
    public static final int IOPRIO = 2;
    public static final int FD = 4;
    public static final int OFF = 8;
    public static final int ADDR2 = 8;
    /** Of a uring_cmd. */
    public static final int CMD_OP = 8;
    /** Of a uring_cmd; must be zero. */
    public static final int PAD1 = 12;
    public static final int ADDR = 16;
    public static final int LEVEL = 16;
    public static final int OPTNAME = 20;
    public static final int LEN = 24;
    /** {@code rw_flags} and all its other names. */
    public static final int OP_FLAGS = 28;
    public static final int URING_CMD_FLAGS = 28;
    public static final int USER_DATA = 32;
    public static final int BUF_INDEX = 40;
    public static final int BUF_GROUP = 40;
    public static final int PERSONALITY = 42;
    public static final int FILE_INDEX = 44;
    public static final int SPLICE_FD_IN = 44;
    public static final int OPTLEN = 44;
    public static final int ADDR3 = 48;
    public static final int OPTVAL = 48;
    /** First byte of a uring_cmd's payload. */
    public static final int CMD = 48;
    /** Bytes of payload in a 64-byte SQE. */
    public static final int CMD_SIZE = SIZE - CMD;
    /** Bytes of payload in a 128-byte SQE. */
    public static final int CMD_SIZE_128 = SIZE_128 - CMD;

    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private Sqe() {}

    /** Bytes of a uring_cmd's payload in an SQE of {@code sqeSize} bytes. */
    public static int payloadSize(int sqeSize) {
        return Math.max(0, sqeSize - CMD);
    }

    /** The opcode's number of the SQE at {@code at}. */
    public static int opcode(MemorySegment memory, long at) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at + OPCODE));
    }

    /** {@link SqeFlags}. */
    public static int flags(MemorySegment memory, long at) {
        return Byte.toUnsignedInt(memory.get(ValueLayout.JAVA_BYTE, at + FLAGS));
    }

    /** {@code ioprio}, also the flags of the network opcodes. */
    public static int ioprio(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(U16, at + IOPRIO));
    }

    /** The descriptor, or the index of a registered file. */
    public static int fd(MemorySegment memory, long at) {
        return memory.get(U32, at + FD);
    }

    /** A uring_cmd's {@code cmd_op}, to be read as unsigned. */
    public static int cmdOp(MemorySegment memory, long at) {
        return memory.get(U32, at + CMD_OP);
    }

    /** A uring_cmd's {@code __pad1}. */
    public static int pad1(MemorySegment memory, long at) {
        return memory.get(U32, at + PAD1);
    }

    /** {@code addr}. */
    public static long addr(MemorySegment memory, long at) {
        return memory.get(U64, at + ADDR);
    }

    /** {@code file_index}, also {@code splice_fd_in} and {@code optlen}. */
    public static int fileIndex(MemorySegment memory, long at) {
        return memory.get(U32, at + FILE_INDEX);
    }

    /** {@code len}. */
    public static int len(MemorySegment memory, long at) {
        return memory.get(U32, at + LEN);
    }

    /** The 32 bits at 28: {@code rw_flags}, {@code uring_cmd_flags} and their like. */
    public static int opFlags(MemorySegment memory, long at) {
        return memory.get(U32, at + OP_FLAGS);
    }

    /** The user's own mark, copied to the CQE. */
    public static long userData(MemorySegment memory, long at) {
        return memory.get(U64, at + USER_DATA);
    }

    /** {@code buf_index} or {@code buf_group}. */
    public static int bufIndex(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(U16, at + BUF_INDEX));
    }

    /** The id of registered credentials, 0 for the task's own. */
    public static int personality(MemorySegment memory, long at) {
        return Short.toUnsignedInt(memory.get(U16, at + PERSONALITY));
    }
}

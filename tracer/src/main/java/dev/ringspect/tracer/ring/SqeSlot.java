package dev.ringspect.tracer.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

import dev.ringspect.tracer.sys.MappedMemory;

/**
 * A view of one slot of a submission queue, moved from slot to slot by {@link Ring#next}: the fields of
 * {@code struct io_uring_sqe}, and the command area after them. It is cleared when it is moved. What is written counts
 * until the next {@link Ring#submit}; the view must not be written after that.
 */
public final class SqeSlot {
    /** Offset of {@code cmd} in an SQE: the command area starts here. */
    public static final int COMMAND_OFFSET = 48;

    private static final boolean LITTLE = ByteOrder.nativeOrder().equals(ByteOrder.LITTLE_ENDIAN);

    // Until a ring moves it, a slot of its own.
    private MappedMemory memory = MappedMemory.over(Arena.ofAuto().allocate(128, 8));
    private long base;
    private int size = 64;

    void moveTo(MappedMemory sqes, long offset, int slotSize) {
        // Storing a reference costs the collector's barrier; it is nearly always the same, and a ring has slots of one size.
        if (memory != sqes) {
            memory = sqes;
            size = slotSize;
        }
        base = offset;
        sqes.clear64(offset);
        if (slotSize > 64) {
            sqes.clear64(offset + 64);
        }
    }

    /** Bytes in this slot: 64, or 128 on a SQE128 ring. */
    public int size() {
        return size;
    }

    /** Bytes in its command area: 16, or 80 on a SQE128 ring. */
    public int commandSize() {
        return size - COMMAND_OFFSET;
    }

    /** Makes this a NOP that completes with result 0; what bytes 0 to 7 held, flags too, is gone. */
    public SqeSlot nop(long userData) {
        return setLong(0, firstWord(0, 0)).userData(userData);
    }

    /** Makes this a {@code uring_cmd} on {@code fd} with an empty command area; what bytes 0 to 15 held is gone. */
    public SqeSlot uringCmd(int fd, int cmdOp, long userData) {
        // Whole words, which take the place of the ones that cleared the slot.
        return setLong(0, firstWord(46, fd)).setLong(8, LITTLE ? Integer.toUnsignedLong(cmdOp) : (long) cmdOp << 32)
                .userData(userData);
    }

    private static long firstWord(int opcode, int fd) {
        return LITTLE ? opcode | (long) fd << 32 : (long) opcode << 56 | Integer.toUnsignedLong(fd);
    }

    /** {@code opcode}, byte 0. */
    public SqeSlot opcode(int value) {
        return setByte(0, value);
    }

    /** {@code flags}, byte 1: {@code IOSQE_*}. */
    public SqeSlot flags(int value) {
        return setByte(1, value);
    }

    /** {@code ioprio}, bytes 2 and 3. */
    public SqeSlot ioprio(int value) {
        return setShort(2, value);
    }

    /** {@code fd}, byte 4. */
    public SqeSlot fd(int value) {
        return setInt(4, value);
    }

    /** {@code off} or {@code addr2}, byte 8. */
    public SqeSlot off(long value) {
        return setLong(8, value);
    }

    /** {@code cmd_op}, byte 8, the low half of {@link #off}. */
    public SqeSlot cmdOp(int value) {
        return setInt(8, value);
    }

    /** {@code __pad1}, byte 12, which a {@code uring_cmd} must leave 0. */
    public SqeSlot pad1(int value) {
        return setInt(12, value);
    }

    /** {@code addr}, byte 16. */
    public SqeSlot addr(long value) {
        return setLong(16, value);
    }

    /** {@code level}, byte 16, of a socket command. */
    public SqeSlot level(int value) {
        return setInt(16, value);
    }

    /** {@code optname}, byte 20, of a socket command. */
    public SqeSlot optname(int value) {
        return setInt(20, value);
    }

    /** {@code len}, byte 24. */
    public SqeSlot len(int value) {
        return setInt(24, value);
    }

    /** The opcode's own flags, byte 28: {@code uring_cmd_flags}, {@code rw_flags}, {@code nop_flags} and the like. */
    public SqeSlot opFlags(int value) {
        return setInt(28, value);
    }

    /** {@code user_data}, byte 32. */
    public SqeSlot userData(long value) {
        return setLong(32, value);
    }

    /** {@code buf_index} or {@code buf_group}, byte 40. */
    public SqeSlot bufIndex(int value) {
        return setShort(40, value);
    }

    /** {@code personality}, byte 42. */
    public SqeSlot personality(int value) {
        return setShort(42, value);
    }

    /** {@code file_index}, {@code splice_fd_in} or {@code optlen}, byte 44. */
    public SqeSlot fileIndex(int value) {
        return setInt(44, value);
    }

    /** {@code addr3} or {@code optval}, byte 48. */
    public SqeSlot addr3(long value) {
        return setLong(48, value);
    }

    /** The last 8 bytes of the 64-byte SQE, byte 56. */
    public SqeSlot pad2(long value) {
        return setLong(56, value);
    }

    /** One byte of the command area, {@code offset} counted from its start. */
    public SqeSlot command8(int offset, int value) {
        return setByte(command(offset, 1), value);
    }

    /** Two bytes of the command area in the machine's order. */
    public SqeSlot command16(int offset, int value) {
        return setShort(command(offset, 2), value);
    }

    /** Four bytes of the command area in the machine's order. */
    public SqeSlot command32(int offset, int value) {
        return setInt(command(offset, 4), value);
    }

    /** Eight bytes of the command area in the machine's order. */
    public SqeSlot command64(int offset, long value) {
        return setLong(command(offset, 8), value);
    }

    /** Copies {@code length} bytes to the start of the command area. */
    public SqeSlot command(MemorySegment from, long offset, int length) {
        command(0, length);
        memory.copy(from, offset, base + COMMAND_OFFSET, length);
        return this;
    }

    private int command(int offset, int length) {
        if (offset < 0 || length < 0 || offset + length > commandSize()) {
            throw outside(offset, length);
        }
        return COMMAND_OFFSET + offset;
    }

    private IndexOutOfBoundsException outside(int offset, int length) {
        return new IndexOutOfBoundsException(length + " bytes at " + offset + " of a command area of " + commandSize());
    }

    private SqeSlot setByte(int offset, int value) {
        memory.putByte(base, offset, (byte) value);
        return this;
    }

    private SqeSlot setShort(int offset, int value) {
        memory.putShort(base, offset, (short) value);
        return this;
    }

    private SqeSlot setInt(int offset, int value) {
        memory.putInt(base, offset, value);
        return this;
    }

    private SqeSlot setLong(int offset, long value) {
        memory.putLong(base, offset, value);
        return this;
    }
}

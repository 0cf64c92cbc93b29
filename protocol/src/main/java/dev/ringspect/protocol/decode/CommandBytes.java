package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes of an area of one request: its SQE, or the driver's pdu. They are borrowed: whoever is handed them reads them
 * before it returns, since they are pointed at one request after another, which allocates nothing. Numbers are little endian,
 * as all ABIs known here are. Reading past the end is the caller's mistake.
 */
public final class CommandBytes {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private int size;

    /** No bytes yet. */
    public CommandBytes() {}

    /** Bytes that stay where they are. */
    public static CommandBytes of(MemorySegment memory, long start, int size) {
        return new CommandBytes().pointAt(memory, start, size);
    }

    /**
     * Points at others.
     *
     * @param newMemory what holds them, at any alignment
     * @param newStart the first of them
     * @param newSize how many there are; 0 when the request has none, or they were not seen
     */
    public CommandBytes pointAt(MemorySegment newMemory, long newStart, int newSize) {
        memory = newMemory;
        start = newStart;
        size = newSize;
        return this;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The byte at {@code offset}. */
    public byte getByte(long offset) {
        return memory.get(ValueLayout.JAVA_BYTE, start + offset);
    }

    /** The 16 bits at {@code offset}. */
    public short getShort(long offset) {
        return memory.get(U16, start + offset);
    }

    /** The 32 bits at {@code offset}. */
    public int getInt(long offset) {
        return memory.get(U32, start + offset);
    }

    /** The 64 bits at {@code offset}. */
    public long getLong(long offset) {
        return memory.get(U64, start + offset);
    }

    /** A copy of some of them, for display. */
    public byte[] copy(long offset, int length) {
        return memory.asSlice(start + offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** A copy of all of them, for display. */
    public byte[] copy() {
        return copy(0, size);
    }
}

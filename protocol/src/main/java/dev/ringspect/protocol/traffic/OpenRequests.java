package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The memory of requests: slots of fixed layout in one block, which grows up to a limit. Slot {@link #SCRATCH} is always
 * there, for requests of which only the end was seen.
 */
final class OpenRequests {
    static final int SCRATCH = 0;
    static final int NONE = -1;

    // Layout of a slot, bytes.
    static final int RING_KEY = 0;
    static final int REQ = 8;
    static final int SEQ = 16;
    static final int SUBMIT_NS = 24;
    static final int COMPLETE_NS = 32;
    static final int USER_DATA = 40;
    static final int BIG_CQE0 = 48;
    static final int BIG_CQE1 = 56;
    static final int COMM = 64;
    static final int PID = 80;
    static final int TID = 84;
    static final int RING_INDEX = 88;
    static final int FILE = 92;
    static final int PREP_ERROR = 96;
    static final int RES = 100;
    static final int CQE_FLAGS = 104;
    static final int LOST_AT_SUBMIT = 108;
    static final int CMD_OP = 112;
    static final int MARKS = 116;
    static final int COMPLETIONS = 120;
    static final int LOG_HEAD = 124;
    static final int LOG_TAIL = 128;
    static final int SAME_NEXT = 132;
    static final int SAME_PREVIOUS = 136;
    static final int BITS = 140;
    static final int OPCODE = 144;
    static final int SQE_FLAGS = 145;
    static final int SQE_SIZE = 146;
    static final int STATE = 147;
    static final int FD = 148;
    static final int TAKEN = 152;
    static final int LEFT = 156;
    static final int GROUP = 160;
    static final int RING_NEXT = 164;
    static final int RING_PREVIOUS = 168;
    static final int SQE = 176;
    static final int PDU = 304;
    static final int SIZE = 336;

    // Bits of a slot.
    /** In use. */
    static final int OPEN = 1;
    /** The user_data is known. */
    static final int HAS_USER_DATA = 2;
    /** It stands in the index by user_data. */
    static final int INDEXED = 4;
    /** It stands in the table by request identity. */
    static final int BY_REQ = 8;
    /** It will get no CQE unless it fails. */
    static final int SKIPS = 16;
    /** Its last CQE was 32 bytes. */
    static final int CQE32 = 32;
    static final int HAS_PDU = 64;
    /** Its last CQE did not fit into the ring. */
    static final int LAST_OVERFLOWED = 128;
    /** Only CQEs without a request were seen of it, which do not tell the opcode. */
    static final int NO_OPCODE = 256;
    /** One of its CQEs did not fit into the ring. */
    static final int OVERFLOWED = 512;
    /** One of its CQEs is gone: there was no memory to keep it. */
    static final int DROPPED = 1024;
    /** A record told of a CQE at a time before the submission, so that its time is not known. */
    static final int UNTIMED = 2048;
    /** Its chain failed, and the head's IOSQE_CQE_SKIP_SUCCESS takes the CQEs of the others away. */
    static final int CHAIN_SKIPS = 4096;

    /** A slot's number has no more bits than this. */
    private static final int SLOT_BITS = 21;

    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final int limit;
    private MemorySegment slots;
    private int[] free;
    private int freeCount;
    private int capacity;
    private int highest;
    private int open;

    /** Room for at most {@code limit} requests at once. */
    OpenRequests(int limit) {
        if (limit < 1 || limit >= 1 << SLOT_BITS) {
            throw new IllegalArgumentException("limit " + limit);
        }
        this.limit = limit;
        this.capacity = Math.min(1024, limit + 1);
        this.slots = MemorySegment.ofArray(new byte[capacity * SIZE]);
        this.free = new int[capacity];
        this.highest = SCRATCH + 1;
    }

    MemorySegment memory() {
        return slots;
    }

    int open() {
        return open;
    }

    /** One more than the highest slot ever used. */
    int end() {
        return highest;
    }

    /** Takes a slot, its part before the SQE zeroed; {@link #NONE} at the limit. */
    int take() {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else if (highest <= limit) {
            if (highest == capacity) {
                grow();
            }
            slot = highest++;
        } else {
            return NONE;
        }
        open++;
        clear(slot);
        return slot;
    }

    /** Makes the scratch slot ready. */
    int scratch() {
        clear(SCRATCH);
        return SCRATCH;
    }

    void release(int slot) {
        setInt(slot, BITS, 0);
        if (slot != SCRATCH) {
            free[freeCount++] = slot;
            open--;
        }
    }

    long base(int slot) {
        return (long) slot * SIZE;
    }

    int getInt(int slot, int field) {
        return slots.get(U32, base(slot) + field);
    }

    void setInt(int slot, int field, int value) {
        slots.set(U32, base(slot) + field, value);
    }

    long getLong(int slot, int field) {
        return slots.get(U64, base(slot) + field);
    }

    void setLong(int slot, int field, long value) {
        slots.set(U64, base(slot) + field, value);
    }

    int getByte(int slot, int field) {
        return Byte.toUnsignedInt(slots.get(ValueLayout.JAVA_BYTE, base(slot) + field));
    }

    void setByte(int slot, int field, int value) {
        slots.set(ValueLayout.JAVA_BYTE, base(slot) + field, (byte) value);
    }

    boolean has(int slot, int bit) {
        return (getInt(slot, BITS) & bit) != 0;
    }

    void mark(int slot, int bit) {
        setInt(slot, BITS, getInt(slot, BITS) | bit);
    }

    void unmark(int slot, int bit) {
        setInt(slot, BITS, getInt(slot, BITS) & ~bit);
    }

    /** The open slots by the order of their submission; for the end of a session, it allocates. */
    int[] bySeq() {
        long[] seqs = new long[open];
        int count = 0;
        for (int slot = SCRATCH + 1; slot < highest && count < open; slot++) {
            if (has(slot, OPEN)) {
                seqs[count++] = getLong(slot, SEQ) << SLOT_BITS | slot;
            }
        }
        Arrays.sort(seqs, 0, count);
        int[] result = new int[count];
        for (int i = 0; i < count; i++) {
            result[i] = (int) (seqs[i] & (1 << SLOT_BITS) - 1);
        }
        return result;
    }

    private void clear(int slot) {
        long base = base(slot);
        for (int field = 0; field < SQE; field += Long.BYTES) {
            slots.set(U64, base + field, 0);
        }
        setInt(slot, LOG_HEAD, CompletionLog.NONE);
        setInt(slot, LOG_TAIL, CompletionLog.NONE);
        setInt(slot, SAME_NEXT, NONE);
        setInt(slot, SAME_PREVIOUS, NONE);
        setInt(slot, RING_NEXT, NONE);
        setInt(slot, RING_PREVIOUS, NONE);
        setLong(slot, COMPLETE_NS, RequestView.NO_TIME);
        setLong(slot, SUBMIT_NS, RequestView.NO_TIME);
        setInt(slot, FD, -1);
        setInt(slot, BITS, OPEN);
    }

    private void grow() {
        int larger = (int) Math.min((long) limit + 1, capacity * 2L);
        MemorySegment block = MemorySegment.ofArray(new byte[Math.multiplyExact(larger, SIZE)]);
        MemorySegment.copy(slots, 0, block, 0, slots.byteSize());
        slots = block;
        free = Arrays.copyOf(free, larger);
        capacity = larger;
    }

    /** Makes a request the last of those that are open on its ring. */
    void join(RingTable.Entry ring, int slot) {
        ring.open++;
        int last = ring.last;
        setInt(slot, RING_PREVIOUS, last);
        if (last == NONE) {
            ring.first = slot;
        } else {
            setInt(last, RING_NEXT, slot);
        }
        ring.last = slot;
    }

    /** Takes a request out of those that are open on its ring. */
    void leave(RingTable.Entry ring, int slot) {
        int next = getInt(slot, RING_NEXT);
        int previous = getInt(slot, RING_PREVIOUS);
        if (previous == NONE) {
            ring.first = next;
        } else {
            setInt(previous, RING_NEXT, next);
        }
        if (next == NONE) {
            ring.last = previous;
        } else {
            setInt(next, RING_PREVIOUS, previous);
        }
        ring.open--;
    }
}

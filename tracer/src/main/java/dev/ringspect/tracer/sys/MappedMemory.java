package dev.ringspect.tracer.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;

/**
 * Memory shared with the kernel, read and written by offset without a look at bounds or life: the way to a submission
 * costs about as much as in C. Offsets are the caller's to keep inside. {@link #detach} lets go of what was mapped at
 * once, but the addresses stay good for as long as this object can be reached, so that a late writer writes into nothing
 * and never into foreign memory.
 */
// Nothing between an access and its fence can throw, and a finally block each would only hide that.
@SuppressWarnings("ReachabilityFenceUsage")
public final class MappedMemory {
    // Every address there is: a constant of the global scope, so that an access is one instruction.
    @SuppressWarnings("restricted")
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    // No address is larger. A compiler that sees an address cut to this knows that it lies inside ALL, and leaves the look
    // at bounds out of the machine code: it would be the larger part of writing a field.
    private static final long ADDRESSES = Long.MAX_VALUE >> 1;
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

    private final MemorySegment memory;
    private final long address;

    private MappedMemory(MemorySegment memory) {
        this.memory = memory;
        address = memory.address();
    }

    /** Maps {@code length} bytes of {@code fd}, shared, to be read and written. */
    public static SysResult<MappedMemory> map(int fd, long offset, long length) {
        return SystemCalls.linux()
                .map(fd, offset, length, SystemCalls.PROT_READ | SystemCalls.PROT_WRITE, Arena.ofAuto())
                .then(memory -> new SysResult.Ok<>(new MappedMemory(memory)));
    }

    /** A view of native memory that its arena keeps alive for longer than this view is used. */
    public static MappedMemory over(MemorySegment memory) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("a heap segment has no address");
        }
        return new MappedMemory(memory);
    }

    /**
     * Puts private, empty memory in the place of what was mapped, which the kernel can then free.
     *
     * @return 0, or a negative errno, and then all is as before
     */
    public long detach() {
        return SystemCalls.linux().replaceByEmptyMemory(memory);
    }

    /** Where offset 0 is. */
    public long address() {
        return address;
    }

    private long at(long offset) {
        return address + offset & ADDRESSES;
    }

    /** Sets 64 bytes to 0. */
    public void clear64(long offset) {
        long at = at(offset);
        ALL.set(JAVA_LONG_UNALIGNED, at, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 8, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 16, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 24, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 32, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 40, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 48, 0L);
        ALL.set(JAVA_LONG_UNALIGNED, at + 56, 0L);
        Reference.reachabilityFence(this);
    }

    /** Copies {@code length} bytes from {@code from} to here. */
    public void copy(MemorySegment from, long fromOffset, long offset, long length) {
        MemorySegment.copy(from, fromOffset, ALL, address + offset, length);
        Reference.reachabilityFence(this);
    }

    /** Writes one byte of the struct at {@code base}. */
    public void putByte(long base, int member, byte value) {
        ALL.set(JAVA_BYTE, at(base) + member, value);
        Reference.reachabilityFence(this);
    }

    /** Writes two bytes of the struct at {@code base} in the machine's order. */
    public void putShort(long base, int member, short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, at(base) + member, value);
        Reference.reachabilityFence(this);
    }

    /** Writes four bytes of the struct at {@code base} in the machine's order. */
    public void putInt(long base, int member, int value) {
        ALL.set(JAVA_INT_UNALIGNED, at(base) + member, value);
        Reference.reachabilityFence(this);
    }

    /** Writes eight bytes of the struct at {@code base} in the machine's order. */
    public void putLong(long base, int member, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, at(base) + member, value);
        Reference.reachabilityFence(this);
    }

    /** Reads four bytes in the machine's order. */
    public int getInt(long offset) {
        int value = ALL.get(JAVA_INT_UNALIGNED, at(offset));
        Reference.reachabilityFence(this);
        return value;
    }

    /** Reads eight bytes in the machine's order. */
    public long getLong(long offset) {
        long value = ALL.get(JAVA_LONG_UNALIGNED, at(offset));
        Reference.reachabilityFence(this);
        return value;
    }

    /** Reads an aligned int; what the other side wrote before it is seen after it. */
    public int getIntAcquire(long offset) {
        int value = (int) INT.getAcquire(ALL, at(offset));
        Reference.reachabilityFence(this);
        return value;
    }

    /** Writes an aligned int; whoever sees it sees what was written before it. */
    public void setIntRelease(long offset, int value) {
        INT.setRelease(ALL, at(offset), value);
        Reference.reachabilityFence(this);
    }
}

package dev.ringspect.tracer.ring;

import dev.ringspect.tracer.sys.MappedMemory;

/** A view of the completion that a {@link CqeSink} is being given; borrowed until the sink returns. */
public final class Cqe {
    private final MappedMemory memory;
    private long base;
    private boolean isCqe32;

    Cqe(MappedMemory ring) {
        memory = ring;
    }

    void moveTo(long offset, boolean bytes32) {
        base = offset;
        isCqe32 = bytes32;
    }

    /** {@code user_data} of the request. */
    public long userData() {
        return memory.getLong(base);
    }

    /** {@code res}: the result, or a negative errno. */
    public int res() {
        return memory.getInt(base + 8);
    }

    /** {@code flags}: {@code IORING_CQE_F_*}. */
    public int flags() {
        return memory.getInt(base + 12);
    }

    /** Whether it is a 32-byte CQE. */
    public boolean isCqe32() {
        return isCqe32;
    }

    /** {@code big_cqe[0]}, the second result of a {@code uring_cmd}; 0 in a 16-byte CQE. */
    public long bigCqe0() {
        return isCqe32 ? memory.getLong(base + 16) : 0;
    }

    /** {@code big_cqe[1]}; 0 in a 16-byte CQE. */
    public long bigCqe1() {
        return isCqe32 ? memory.getLong(base + 24) : 0;
    }
}

package dev.ringspect.tracer.ring;

import dev.ringspect.tracer.sys.MappedMemory;

/** A view of the completion that a {@link CqeSink} is being given; borrowed until the sink returns. */
public final class Cqe {
    private final MappedMemory memory;
    private long base;
    private boolean big;

    Cqe(MappedMemory ring) {
        memory = ring;
    }

    void moveTo(long offset, boolean isBig) {
        base = offset;
        big = isBig;
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
    public boolean isBig() {
        return big;
    }

    /** {@code big_cqe[0]}, the second result of a {@code uring_cmd}; 0 in a 16-byte CQE. */
    public long extra1() {
        return big ? memory.getLong(base + 16) : 0;
    }

    /** {@code big_cqe[1]}; 0 in a 16-byte CQE. */
    public long extra2() {
        return big ? memory.getLong(base + 24) : 0;
    }
}

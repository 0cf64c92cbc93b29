package dev.ringspect.protocol.syntax.c;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;

/**
 * An integer as C computes with it: 32 or 64 bits wide, signed or not.
 *
 * @param bits the value, extended to 64 bits by its own sign
 * @param word whether its type has 32 bits
 */
record CValue(long bits, boolean unsigned, boolean word) {
    CValue {
        if (word) {
            bits = unsigned ? bits & 0xFFFF_FFFFL : (int) bits;
        }
    }

    static CValue truth(boolean holds) {
        return new CValue(holds ? 1 : 0, false, true);
    }

    /** What {@code sizeof} gives. */
    static CValue size(long bytes, Abi abi) {
        return new CValue(bytes, true, abi.longSize() == 4);
    }

    /** The type that an operation of both is done in. */
    CValue convertedWith(CValue other) {
        boolean narrow = word && other.word;
        boolean sign = narrow
                ? unsigned || other.unsigned
                : (!word && unsigned) || (!other.word && other.unsigned);
        return new CValue(bits, sign, narrow);
    }

    int compare(CValue other) {
        return convertedWith(other).unsigned
                ? Long.compareUnsigned(convertedWith(other).bits,
                        other.convertedWith(this).bits)
                : Long.compare(bits, other.bits);
    }

    /** This value as an integer type holds it; narrow ones are promoted. */
    CValue as(IntKind kind, Abi abi) {
        int size = abi.sizeOf(kind);
        boolean sign = abi.isSigned(kind);
        if (kind == IntKind.BOOL) {
            return truth(bits != 0);
        }
        if (size >= 8) {
            return new CValue(bits, !sign, false);
        }
        int shift = 64 - size * 8;
        long cut = sign ? bits << shift >> shift : bits << shift >>> shift;
        return new CValue(cut, size == 4 && !sign, true);
    }
}

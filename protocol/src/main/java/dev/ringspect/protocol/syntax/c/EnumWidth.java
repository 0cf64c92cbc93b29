package dev.ringspect.protocol.syntax.c;

import java.util.List;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/** The integer that gcc chooses for an enum, and the values of its constants. */
final class EnumWidth {
    private EnumWidth() {}

    /** The value of a constant after {@code value}, when nothing else is written. */
    static CValue after(CValue value) {
        boolean overflows = value.word() && !value.unsigned() && value.bits() == Integer.MAX_VALUE;
        boolean wide = value.word() && value.unsigned() && value.bits() == 0xFFFF_FFFFL;
        boolean far = !value.word() && !value.unsigned() && value.bits() == Long.MAX_VALUE;
        return new CValue(value.bits() + 1, value.unsigned() || overflows || far, value.word() && !wide);
    }

    static Type.Int of(List<CValue> values, boolean packed) {
        long least = 0;
        long most = 0;
        boolean beyond = false;
        for (CValue value : values) {
            if (value.unsigned() && value.bits() < 0) {
                beyond = true;
            } else {
                least = Math.min(least, value.bits());
                most = Math.max(most, value.bits());
            }
        }
        boolean signed = least < 0;
        if (beyond) {
            return Type.Int.of(IntKind.ULLONG);
        }
        if (packed && fits(least, most, 8)) {
            return Type.Int.of(signed ? IntKind.SCHAR : IntKind.UCHAR);
        }
        if (packed && fits(least, most, 16)) {
            return Type.Int.of(signed ? IntKind.SHORT : IntKind.USHORT);
        }
        if (fits(least, most, 32)) {
            return Type.Int.of(signed ? IntKind.INT : IntKind.UINT);
        }
        return Type.Int.of(signed ? IntKind.LLONG : IntKind.ULLONG);
    }

    private static boolean fits(long least, long most, int bits) {
        long half = 1L << (bits - 1);
        return least < 0 ? least >= -half && most < half : most < half * 2;
    }
}

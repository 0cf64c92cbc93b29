package dev.ringspect.protocol.model;

import java.util.List;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/** The integer that gcc chooses for an enum. */
final class EnumWidth {
    private EnumWidth() {}

    static Type.Int of(List<Type.Enumerator> enumerators, boolean packed) {
        long least = 0;
        long most = 0;
        for (Type.Enumerator enumerator : enumerators) {
            least = Math.min(least, enumerator.value());
            most = Math.max(most, enumerator.value());
        }
        boolean signed = least < 0;
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

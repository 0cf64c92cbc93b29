package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import dev.ringspect.protocol.layout.Endian;

/** Reads the number of one field. All ABIs known here are little endian, so that is what {@link Endian#HOST} means. */
final class FieldReader {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FieldReader() {}

    static long read(Field field, int element, MemorySegment memory, long at) {
        int bits = field.bits();
        if (field.bitShift() != 0 || (bits & 7) != 0 || !wholeWord(bits)) {
            return extend(bits(field, memory, at), bits, field.signed());
        }
        long place = at + field.offset() + (long) element * (bits >>> 3);
        boolean swap = field.endian() == Endian.BIG;
        return switch (bits) {
            case 8 -> extend(memory.get(ValueLayout.JAVA_BYTE, place), 8, field.signed());
            case 16 -> {
                short value = memory.get(U16, place);
                yield extend(swap ? Short.reverseBytes(value) : value, 16, field.signed());
            }
            case 32 -> {
                int value = memory.get(U32, place);
                yield extend(swap ? Integer.reverseBytes(value) : value, 32, field.signed());
            }
            default -> {
                long value = memory.get(U64, place);
                yield swap ? Long.reverseBytes(value) : value;
            }
        };
    }

    private static boolean wholeWord(int bits) {
        return bits == 8 || bits == 16 || bits == 32 || bits == 64;
    }

    /** A bit-field may touch nine bytes; it is gathered byte by byte from the lowest. */
    private static long bits(Field field, MemorySegment memory, long at) {
        long value = 0;
        int taken = 0;
        long place = at + field.offset() + field.bitShift() / 8;
        int shift = field.bitShift() % 8;
        while (taken < field.bits()) {
            long part = (memory.get(ValueLayout.JAVA_BYTE, place++) & 0xFFL) >>> shift;
            value |= part << taken;
            taken += 8 - shift;
            shift = 0;
        }
        return value;
    }

    private static long extend(long value, int bits, boolean signed) {
        int unused = 64 - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }
}

package dev.ringspect.protocol.decode;

import dev.ringspect.protocol.layout.Endian;

/**
 * Reads the numbers of one field, as they were laid out once. All ABIs known here are little endian, so that is what
 * {@link Endian#HOST} means. Reading allocates nothing.
 */
public final class FieldReader {
    /** What {@link #width} is of a field that does not consist of whole words. */
    private static final int BITS = 0;

    private final Field field;
    private final int offset;
    private final int bitShift;
    private final int bits;
    private final int width;
    private final boolean signed;
    private final boolean swap;

    FieldReader(Field field) {
        this.field = field;
        this.bits = field.bits();
        boolean words = field.bitShift() == 0 && (bits == 8 || bits == 16 || bits == 32 || bits == 64);
        this.width = words ? bits : BITS;
        // A bit-field may start in any byte.
        this.offset = words ? field.offset() : field.offset() + field.bitShift() / 8;
        this.bitShift = field.bitShift() % 8;
        this.signed = field.signed();
        this.swap = words && field.endian() == Endian.BIG;
    }

    /** The field. */
    public Field field() {
        return field;
    }

    /**
     * One number; it must lie within {@code bytes}.
     *
     * @param element index within the field's array, 0 unless it is one
     * @return the number, sign- or zero-extended by the field's type
     */
    public long number(CommandBytes bytes, int element) {
        return switch (width) {
            case 8 -> {
                byte value = bytes.getByte(offset + (long) element);
                yield signed ? value : Byte.toUnsignedLong(value);
            }
            case 16 -> {
                short value = bytes.getShort(offset + 2L * element);
                value = swap ? Short.reverseBytes(value) : value;
                yield signed ? value : Short.toUnsignedLong(value);
            }
            case 32 -> {
                int value = bytes.getInt(offset + 4L * element);
                value = swap ? Integer.reverseBytes(value) : value;
                yield signed ? value : Integer.toUnsignedLong(value);
            }
            case 64 -> {
                long value = bytes.getLong(offset + 8L * element);
                yield swap ? Long.reverseBytes(value) : value;
            }
            default -> bits(bytes);
        };
    }

    /**
     * The first numbers of an array.
     *
     * @param into takes them
     * @param count how many
     * @return whether any is not zero
     */
    public boolean numbers(CommandBytes bytes, long[] into, int count) {
        long all = 0;
        for (int element = 0; element < count; element++) {
            long number = number(bytes, element);
            into[element] = number;
            all |= number;
        }
        return all != 0;
    }

    /** A bit-field may touch nine bytes; it is gathered byte by byte from the lowest. */
    private long bits(CommandBytes bytes) {
        long value = 0;
        int taken = 0;
        long place = offset;
        int shift = bitShift;
        while (taken < bits) {
            long part = (bytes.getByte(place++) & 0xFFL) >>> shift;
            value |= part << taken;
            taken += 8 - shift;
            shift = 0;
        }
        int unused = Long.SIZE - bits;
        return signed ? value << unused >> unused : value << unused >>> unused;
    }
}

package dev.ringspect.protocol.statistics;

import java.util.Arrays;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.decode.FieldReader;

/**
 * What one field was seen with. Of an array only whether all elements were zero is counted, and the last elements are
 * kept. Adding allocates nothing.
 */
public final class FieldStatistics {
    /** What {@link #values} counts an array as whose elements are all zero. */
    public static final long ALL_ZERO = 0;
    /** What {@link #values} counts every other array as. */
    public static final long NOT_ALL_ZERO = 1;

    private final Field field;
    private final ValueCounts values = new ValueCounts();
    private final long[] last;
    private int lastCount;
    private long requests;
    private long min;
    private long max;

    FieldStatistics(Field field) {
        this.field = field;
        this.last = new long[field.count()];
    }

    /** Whether what was counted still is about {@code other}: it is called the same, and read from the same bits. */
    boolean isAbout(Field other) {
        return field.path().equals(other.path()) && field.area() == other.area() && field.offset() == other.offset()
                && field.bitShift() == other.bitShift() && field.bits() == other.bits()
                && field.count() == other.count() && field.signed() == other.signed()
                && field.endian() == other.endian();
    }

    /** The number of a request. */
    void add(long value) {
        last[0] = value;
        lastCount = 1;
        min = requests == 0 || compare(value, min) < 0 ? value : min;
        max = requests == 0 || compare(value, max) > 0 ? value : max;
        requests++;
        values.add(value);
    }

    /** The array of a request: its first {@code count} elements are there. */
    void add(FieldReader array, CommandBytes bytes, int count) {
        if (count == 0) {
            return;
        }
        // For a program of another ABI it may have more.
        lastCount = Math.min(count, last.length);
        requests++;
        values.add(array.numbers(bytes, last, lastCount) ? NOT_ALL_ZERO : ALL_ZERO);
    }

    /**
     * Counts all that {@code more} counted too, of the same field.
     *
     * @param newer whether its last request came after ours
     */
    void addAll(FieldStatistics more, boolean newer) {
        if (more.requests == 0) {
            return;
        }
        if (newer || requests == 0) {
            lastCount = more.lastCount;
            System.arraycopy(more.last, 0, last, 0, lastCount);
        }
        min = requests == 0 || compare(more.min, min) < 0 ? more.min : min;
        max = requests == 0 || compare(more.max, max) > 0 ? more.max : max;
        requests += more.requests;
        values.addAll(more.values);
    }

    /** The field. */
    public Field field() {
        return field;
    }

    /** Whether it has several elements. */
    public boolean isArray() {
        return last.length > 1;
    }

    /** In how many requests it was seen. */
    public long requests() {
        return requests;
    }

    /** The smallest number, by the field's signedness; 0 when none was seen, and of an array. */
    public long min() {
        return min;
    }

    /** The largest number, by the field's signedness; 0 when none was seen, and of an array. */
    public long max() {
        return max;
    }

    /** The numbers, or of an array {@link #ALL_ZERO} and {@link #NOT_ALL_ZERO}. */
    public ValueCounts values() {
        return values;
    }

    /** The number in the last request, or the elements that the array had there; none before the first. */
    public long[] last() {
        return Arrays.copyOf(last, lastCount);
    }

    private int compare(long a, long b) {
        return field.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }
}

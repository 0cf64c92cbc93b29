package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.decode.Field;

/** What one field was seen with; every element of an array counts. Adding allocates nothing. */
public final class FieldStatistics {
    private static final int FREQUENT = 16;
    private static final int LATEST = 4;

    private final Field field;
    private final FrequentValues frequent = new FrequentValues(FREQUENT);
    private final long[] latestSeq = new long[LATEST];
    private final long[] latestValue = new long[LATEST];
    private long count;
    private long min;
    private long max;

    FieldStatistics(Field field) {
        this.field = field;
    }

    /**
     * A number in a request.
     *
     * @param seq the request's {@link RequestView#seq}
     * @param value the number
     */
    public record Seen(long seq, long value) {}

    void add(long seq, long value) {
        if (count == 0 || compare(value, min) < 0) {
            min = value;
        }
        if (count == 0 || compare(value, max) > 0) {
            max = value;
        }
        int at = (int) (count++ % LATEST);
        latestSeq[at] = seq;
        latestValue[at] = value;
        frequent.add(value);
    }

    /** The field. */
    public Field field() {
        return field;
    }

    /** How many numbers were seen. */
    public long count() {
        return count;
    }

    /** The smallest, by the field's signedness; 0 when none was seen. */
    public long min() {
        return min;
    }

    /** The largest, by the field's signedness; 0 when none was seen. */
    public long max() {
        return max;
    }

    /** The most frequent ones, 16 at most. */
    public List<FrequentValues.Value> frequent() {
        return frequent.top();
    }

    /** The last few, newest first. */
    public List<Seen> latest() {
        List<Seen> latest = new ArrayList<>();
        for (long i = count - 1; i >= 0 && i >= count - LATEST; i--) {
            int at = (int) (i % LATEST);
            latest.add(new Seen(latestSeq[at], latestValue[at]));
        }
        return latest;
    }

    private int compare(long a, long b) {
        return field.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b);
    }
}

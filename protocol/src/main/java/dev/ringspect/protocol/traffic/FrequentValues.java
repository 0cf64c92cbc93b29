package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The most frequent of many numbers, in a bounded table (the space-saving algorithm): when the table is full, a new
 * number takes the place of the rarest and goes on from its count. So a count is never too low, and too high by at most
 * {@link Value#error}. Adding allocates nothing.
 */
public final class FrequentValues {
    private final long[] values;
    private final long[] counts;
    private final long[] errors;
    private int used;
    private int recent;

    /** A table of {@code size} numbers. */
    public FrequentValues(int size) {
        values = new long[size];
        counts = new long[size];
        errors = new long[size];
    }

    /**
     * A number that was seen.
     *
     * @param value the number
     * @param count how often at most
     * @param error how many of these may have been other numbers
     */
    public record Value(long value, long count, long error) {}

    /** Counts one number. */
    public void add(long value) {
        if (used > 0 && values[recent] == value) {
            counts[recent]++;
            return;
        }
        for (int i = 0; i < used; i++) {
            if (values[i] == value) {
                counts[i]++;
                recent = i;
                return;
            }
        }
        recent = used < values.length ? used++ : rarest();
        values[recent] = value;
        errors[recent] = counts[recent];
        counts[recent]++;
    }

    /** The numbers, the most frequent first; equally frequent ones by their value. */
    public List<Value> top() {
        List<Value> top = new ArrayList<>();
        for (int i = 0; i < used; i++) {
            top.add(new Value(values[i], counts[i], errors[i]));
        }
        top.sort(Comparator.comparingLong(Value::count).reversed().thenComparingLong(Value::value));
        return top;
    }

    private int rarest() {
        int rarest = 0;
        for (int i = 1; i < used; i++) {
            if (counts[i] < counts[rarest]) {
                rarest = i;
            }
        }
        return rarest;
    }
}

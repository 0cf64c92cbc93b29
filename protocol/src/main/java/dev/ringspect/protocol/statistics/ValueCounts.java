package dev.ringspect.protocol.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Counts how often 64-bit numbers were seen. The first {@value #TOLD_APART} different numbers are told apart and counted
 * exactly, all later ones are counted together: that is enough to recognise flags, opcodes, and fields that should not
 * vary. Counting allocates nothing.
 */
public final class ValueCounts {
    /** How many numbers have counts of their own. */
    public static final int TOLD_APART = 64;

    private static final int SLOTS = 2 * TOLD_APART;
    /** Of a 64-bit hash, so that as many bits are left as number the slots. */
    private static final int SHIFT = Long.SIZE - 7;
    private static final int FILTER_BITS = 1024;
    private static final long SCATTER = 0x9E3779B97F4A7C15L;

    private final long[] values = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    // Bits of the numbers that are told apart, by another part of their hash: most of the others are known by them, and cost
    // no search through a half full table.
    private final long[] seen = new long[FILTER_BITS / Long.SIZE];
    private int used;
    private long others;

    /**
     * A number and how often it was seen.
     *
     * @param value the number
     * @param count in how many requests
     */
    public record Value(long value, long count) {}

    /** Counts one number. */
    void add(long value) {
        long hash = value * SCATTER;
        int bit = (int) (hash >>> 40) & FILTER_BITS - 1;
        boolean isNew = (seen[bit / Long.SIZE] >>> bit & 1) == 0;
        if (isNew && used == TOLD_APART) {
            others++;
            return;
        }
        int slot = (int) (hash >>> SHIFT);
        while (counts[slot] != 0) {
            if (values[slot] == value) {
                counts[slot]++;
                return;
            }
            slot = (slot + 1) % SLOTS;
        }
        if (used == TOLD_APART) {
            others++;
            return;
        }
        used++;
        seen[bit / Long.SIZE] |= 1L << bit;
        values[slot] = value;
        counts[slot] = 1;
    }

    /**
     * Counts all that {@code more} counted too. A number that only one of both told apart while the other stopped doing so
     * is not told apart any more, so that every count stays exact.
     */
    void addAll(ValueCounts more) {
        List<Value> before = values();
        long together = others + more.others;
        List<Value> sums = new ArrayList<>();
        for (Value value : before) {
            long theirs = more.count(value.value);
            if (theirs > 0 || more.others == 0) {
                sums.add(new Value(value.value, value.count + theirs));
            } else {
                together += value.count;
            }
        }
        for (Value value : more.values()) {
            if (count(value.value) == 0) {
                if (others == 0) {
                    sums.add(value);
                } else {
                    together += value.count;
                }
            }
        }
        clear();
        sums.sort(Comparator.comparingLong(Value::count).reversed());
        for (Value value : sums) {
            if (used < TOLD_APART) {
                add(value.value);
                counts[slot(value.value)] = value.count;
            } else {
                together += value.count;
            }
        }
        others = together;
    }

    private void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(seen, 0);
        used = 0;
        others = 0;
    }

    private long count(long value) {
        return counts[slot(value)];
    }

    /** Where {@code value} is, or would be. */
    private int slot(long value) {
        int slot = (int) ((value * SCATTER) >>> SHIFT);
        while (counts[slot] != 0 && values[slot] != value) {
            slot = (slot + 1) % SLOTS;
        }
        return slot;
    }

    /** The numbers that are told apart, the most frequent first; equally frequent ones by their value. */
    public List<Value> values() {
        List<Value> seen = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (counts[slot] != 0) {
                seen.add(new Value(values[slot], counts[slot]));
            }
        }
        seen.sort(Comparator.comparingLong(Value::count).reversed().thenComparingLong(Value::value));
        return seen;
    }

    /** How often other numbers than these were seen. */
    public long others() {
        return others;
    }
}

package dev.ringspect.protocol.traffic;

import java.util.ArrayList;
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
        long hash = value * 0x9E3779B97F4A7C15L;
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

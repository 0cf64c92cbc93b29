package dev.ringspect.server.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

import dev.ringspect.server.state.TrafficView.ValueCount;

/**
 * Counts how often 64-bit values were seen. The first values seen are told apart, all later ones are counted together:
 * that is enough to recognise flags, opcodes, and fields that should not vary. Counting allocates nothing.
 */
final class ValueCounts {
    private static final int TOLD_APART = 64;
    private static final int SLOTS = 2 * TOLD_APART;

    private final long[] values = new long[SLOTS];
    private final long[] counts = new long[SLOTS];
    private int used;
    private long others;

    void add(long value) {
        int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 57);
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
        values[slot] = value;
        counts[slot] = 1;
    }

    /** The values seen most often, most frequent first, at most {@code most} of them. */
    List<ValueCount> top(int most, LongFunction<String> text) {
        List<Integer> slots = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (counts[slot] != 0) {
                slots.add(slot);
            }
        }
        slots.sort(Comparator.comparingLong((Integer slot) -> counts[slot]).reversed()
                .thenComparingLong(slot -> values[slot]));
        return slots.stream().limit(most).map(slot -> new ValueCount(text.apply(values[slot]), counts[slot])).toList();
    }

    /** How many were seen that are not among the {@code most} most frequent ones. */
    long beyond(int most) {
        long sum = others;
        for (long count : counts) {
            sum += count;
        }
        return sum - top(most, value -> "").stream().mapToLong(ValueCount::count).sum();
    }
}

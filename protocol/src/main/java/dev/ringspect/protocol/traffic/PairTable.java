package dev.ringspect.protocol.traffic;

import java.util.Arrays;

/** A map from two longs to an int of 0 or more: open addressing, no allocation but when it grows. */
final class PairTable {
    static final int NONE = -1;

    private long[] keys;
    private int[] values;
    private int mask;
    private int size;

    PairTable(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected)) * 4);
        keys = new long[capacity * 2];
        values = new int[capacity];
        Arrays.fill(values, NONE);
        mask = capacity - 1;
    }

    int size() {
        return size;
    }

    int get(long first, long second) {
        for (int at = start(first, second);; at = at + 1 & mask) {
            int value = values[at];
            if (value == NONE || (keys[2 * at] == first && keys[2 * at + 1] == second)) {
                return value;
            }
        }
    }

    /** Maps the pair to {@code value}, in place of what it had. */
    void put(long first, long second, int value) {
        int at = start(first, second);
        while (values[at] != NONE) {
            if (keys[2 * at] == first && keys[2 * at + 1] == second) {
                values[at] = value;
                return;
            }
            at = at + 1 & mask;
        }
        keys[2 * at] = first;
        keys[2 * at + 1] = second;
        values[at] = value;
        if (++size * 2 > mask) {
            grow();
        }
    }

    void remove(long first, long second) {
        int at = start(first, second);
        while (values[at] != NONE) {
            if (keys[2 * at] == first && keys[2 * at + 1] == second) {
                close(at);
                size--;
                return;
            }
            at = at + 1 & mask;
        }
    }

    /** Fills the gap at {@code gap} with what would not be found after it. */
    private void close(int gap) {
        int hole = gap;
        for (int at = hole + 1 & mask; values[at] != NONE; at = at + 1 & mask) {
            int home = start(keys[2 * at], keys[2 * at + 1]);
            if ((at - home & mask) >= (at - hole & mask)) {
                keys[2 * hole] = keys[2 * at];
                keys[2 * hole + 1] = keys[2 * at + 1];
                values[hole] = values[at];
                hole = at;
            }
        }
        values[hole] = NONE;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        int capacity = oldValues.length * 2;
        keys = new long[capacity * 2];
        values = new int[capacity];
        Arrays.fill(values, NONE);
        mask = capacity - 1;
        for (int old = 0; old < oldValues.length; old++) {
            if (oldValues[old] != NONE) {
                int at = start(oldKeys[2 * old], oldKeys[2 * old + 1]);
                while (values[at] != NONE) {
                    at = at + 1 & mask;
                }
                keys[2 * at] = oldKeys[2 * old];
                keys[2 * at + 1] = oldKeys[2 * old + 1];
                values[at] = oldValues[old];
            }
        }
    }

    private int start(long first, long second) {
        long hash = (first ^ Long.rotateLeft(second, 32)) * 0x9E3779B97F4A7C15L + second;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) (hash >>> 32) & mask;
    }
}

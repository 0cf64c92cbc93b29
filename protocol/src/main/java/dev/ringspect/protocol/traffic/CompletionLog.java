package dev.ringspect.protocol.traffic;

import java.util.Arrays;
import java.util.List;

/**
 * The earlier CQEs of requests that have many: lists of nodes in primitive arrays, limited for each request and for all
 * together.
 */
final class CompletionLog {
    static final int NONE = -1;
    private static final int CQE32 = 1;
    private static final int OVERFLOWED = 2;

    private final int limit;
    private long[] time = new long[64];
    private long[] bigCqe0 = new long[64];
    private long[] bigCqe1 = new long[64];
    private int[] res = new int[64];
    private int[] flags = new int[64];
    private byte[] bits = new byte[64];
    private int[] next = new int[64];
    private int used;
    private int free = NONE;

    /** A log of at most {@code limit} nodes. */
    CompletionLog(int limit) {
        this.limit = limit;
    }

    /** Takes a node whose {@code next} is {@link #NONE}; {@link #NONE} when the limit is reached. */
    int add(long timeNs, int result, int cqeFlags, boolean isCqe32, long first, long second, boolean overflowed) {
        int node = free;
        if (node != NONE) {
            free = next[node];
        } else if (used < limit) {
            if (used == time.length) {
                grow();
            }
            node = used++;
        } else {
            return NONE;
        }
        time[node] = timeNs;
        bigCqe0[node] = first;
        bigCqe1[node] = second;
        res[node] = result;
        flags[node] = cqeFlags;
        bits[node] = (byte) ((isCqe32 ? CQE32 : 0) | (overflowed ? OVERFLOWED : 0));
        next[node] = NONE;
        return node;
    }

    void link(int node, int successor) {
        next[node] = successor;
    }

    /** Gives back all nodes from {@code head} to {@code tail}. */
    void release(int head, int tail) {
        if (head != NONE) {
            next[tail] = free;
            free = head;
        }
    }

    void copy(int head, List<Completion> into) {
        for (int node = head; node != NONE; node = next[node]) {
            into.add(new Completion(time[node], res[node], flags[node], (bits[node] & CQE32) != 0, bigCqe0[node],
                    bigCqe1[node], (bits[node] & OVERFLOWED) != 0));
        }
    }

    private void grow() {
        int length = (int) Math.min(limit, time.length * 2L);
        time = Arrays.copyOf(time, length);
        bigCqe0 = Arrays.copyOf(bigCqe0, length);
        bigCqe1 = Arrays.copyOf(bigCqe1, length);
        res = Arrays.copyOf(res, length);
        flags = Arrays.copyOf(flags, length);
        bits = Arrays.copyOf(bits, length);
        next = Arrays.copyOf(next, length);
    }
}

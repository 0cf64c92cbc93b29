package dev.ringspect.protocol.statistics;

import java.util.OptionalLong;

/** Times in buckets that double: bucket n counts from 2^n up to 2^(n+1) - 1 ns, bucket 0 also 0. */
public final class LatencyHistogram {
    private final long[] buckets = new long[Long.SIZE - 1];
    private long count;

    /** Counts one time; a negative one, which is not known, is left out. */
    public void add(long nanos) {
        if (nanos >= 0) {
            buckets[nanos == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos)]++;
            count++;
        }
    }

    /** Counts all that {@code more} counted too. */
    void addAll(LatencyHistogram more) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += more.buckets[i];
        }
        count += more.count;
    }

    /** How many times were counted. */
    public long count() {
        return count;
    }

    /** How many times fell into bucket {@code index}, 0 to 62. */
    public long bucket(int index) {
        return buckets[index];
    }

    /**
     * A time that at least {@code percent} percent of all do not exceed: the upper end of the bucket in which that
     * share is reached, so at most twice the exact one. Empty when nothing was counted.
     */
    public OptionalLong percentile(int percent) {
        if (count == 0) {
            return OptionalLong.empty();
        }
        long wanted = Math.max(1, (long) Math.ceil(count / 100.0 * percent));
        long seen = 0;
        int bucket = -1;
        while (seen < wanted) {
            seen += buckets[++bucket];
        }
        return OptionalLong.of((2L << bucket) - 1);
    }
}

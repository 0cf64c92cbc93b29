package dev.ringspect.tracer.session;

/**
 * Event records lost, by kind, since the source was opened.
 *
 * @param submit records of requests that passed prep
 * @param prepFailed records of requests refused at prep
 * @param complete records of completions, overflowed ones too
 * @param other all other records, and those of which nobody knows the kind
 * @param skippedRuns how many of {@code other} are runs of the kernel's side that the kernel skipped, each of which would
 *     have made at most one record; known once the source is sealed, 0 before
 */
public record Losses(long submit, long prepFailed, long complete, long other, long skippedRuns) {
    /** No record lost. */
    public static final Losses NONE = new Losses(0, 0, 0, 0, 0);

    /** The same with {@code runs} more that were skipped. */
    public Losses plusSkipped(long runs) {
        return new Losses(submit, prepFailed, complete, other + runs, skippedRuns + runs);
    }

    /** The sum over all kinds. */
    public long total() {
        return submit + prepFailed + complete + other;
    }

    /** Those that were made, and that there was no room for. */
    public long overrun() {
        return total() - skippedRuns;
    }
}

package dev.ringspect.tracer.session;

/**
 * Event records lost, by kind, since the source was opened.
 *
 * @param submit records of requests that passed prep
 * @param prepFailed records of requests refused at prep
 * @param complete records of completions, overflowed ones too
 * @param other all other records
 */
public record Losses(long submit, long prepFailed, long complete, long other) {
    /** No record lost. */
    public static final Losses NONE = new Losses(0, 0, 0, 0);

    /** The same with {@code more} records of which nobody knows the kind. */
    public Losses plusOther(long more) {
        return new Losses(submit, prepFailed, complete, other + more);
    }

    /** The sum over all kinds. */
    public long total() {
        return submit + prepFailed + complete + other;
    }
}

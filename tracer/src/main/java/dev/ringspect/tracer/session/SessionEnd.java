package dev.ringspect.tracer.session;

/**
 * Why a session ended.
 *
 * @param cause what ended it
 * @param reason the same for a person, without a trailing full stop
 */
public record SessionEnd(Cause cause, String reason) {
    /** What ended a session. */
    public enum Cause {
        /** It was asked to. */
        STOPPED,
        /** The source has no more events: the file ended, or the helper. */
        SOURCE_ENDED,
        /** A bug: something threw on the session's thread. */
        FAILED
    }
}

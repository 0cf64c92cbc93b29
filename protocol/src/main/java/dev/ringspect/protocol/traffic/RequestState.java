package dev.ringspect.protocol.traffic;

import java.util.Locale;

/** How a request stood when it was reported. */
public enum RequestState {
    /** Its last CQE was posted, whatever the result. */
    COMPLETED(0),
    /** It was refused at prep; the result is the error. */
    FAILED(1),
    /** Its last CQE did not fit into the ring. */
    OVERFLOWED(2),
    /**
     * It asked for no CQE on success, none came, and no record was lost that could have been one. When the request's
     * memory was not used again before the session's end it may still be open: the kernel says nothing.
     */
    SKIPPED(3),
    /** It completed with {@code -ECANCELED}. */
    CANCELLED(4),
    /** It was open when the session, or its ring, ended. */
    PENDING(5),
    /** A part of its life was not seen: it began before the session, or a record was lost. */
    INCOMPLETE(6);

    private final int code;
    private final String word = name().toLowerCase(Locale.ROOT);

    RequestState(int code) {
        this.code = code;
    }

    /** The index of this state, as a request's slot holds it. */
    int code() {
        return code;
    }

    /** The word used in JSON and filters. */
    public String word() {
        return word;
    }
}

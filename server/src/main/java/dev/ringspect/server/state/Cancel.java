package dev.ringspect.server.state;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A token that a running read polls. It goes from running to cancelled once, and the first reason stays. Safe for use
 * by any thread.
 */
public final class Cancel {
    /** Why a read was cancelled. */
    public enum Reason {
        /** The client no longer wants the answer. */
        REQUESTED,
        /** A text changed, so the answer would be about an old one. */
        EDITED,
        /** The server is going down. */
        CLOSED
    }

    private final AtomicReference<@Nullable Reason> reason = new AtomicReference<>();

    /** Asks the read to stop; a later call changes nothing. */
    public void cancel(Reason why) {
        reason.compareAndSet(null, why);
    }

    /** Whether the read should stop. */
    public boolean isCancelled() {
        return reason.get() != null;
    }

    /**
     * Returns while the read may go on. Loops over unbounded data call it.
     *
     * @throws Cancelled when it may not; nobody but the dispatcher catches that
     */
    public void check() {
        Reason why = reason.get();
        if (why != null) {
            throw new Cancelled(why);
        }
    }
}

package dev.ringspect.server.state;

/** Unwinds a read that was cancelled. It carries no stack trace, since it is no failure. */
public final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Cancel.Reason reason;

    /** A cancellation for {@code reason}. */
    public Cancelled(Cancel.Reason reason) {
        super("cancelled: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Why the read was cancelled. */
    public Cancel.Reason reason() {
        return reason;
    }
}

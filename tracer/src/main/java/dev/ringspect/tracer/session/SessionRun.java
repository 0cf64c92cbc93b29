package dev.ringspect.tracer.session;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The one way a session takes from its first event to its last, whoever reads it: it listens, lets the followed program go,
 * ends with that program's last requests, and says what it saw. It owns what it runs on.
 */
public final class SessionRun implements AutoCloseable {
    /** How long requests may take to end after what sent them. */
    private static final int LAST_REQUESTS_MILLIS = 1000;

    private final Attachment attachment;
    private final Session session;

    /** Takes {@code attachment} over; nothing is read before {@link #start}. */
    public SessionRun(Attachment attachment, SessionOptions options) {
        this.attachment = attachment;
        this.session = new Session(attachment.source(), options);
    }

    /**
     * How a run ended.
     *
     * @param end why
     * @param statistics all that it saw, and all that was lost
     * @param machine where
     * @param exitStatus of the program that was followed, if one was and it has ended
     * @param neverStarted whether that program ended before it began
     */
    public record Ended(SessionEnd end, SessionStatistics statistics, SourceInfo machine, OptionalInt exitStatus,
            boolean neverStarted) {}

    /** The session, for those who read it; it is closed with the run. */
    public Session session() {
        return session;
    }

    /** Begins to listen; who reads must have its reader by now. */
    public void start() {
        session.start();
    }

    /** Lets the followed program go, if there is one; its end becomes the session's. */
    public void release() throws IOException {
        Optional<? extends Followed> program = attachment.followed();
        if (program.isPresent()) {
            session.stopAfter(program.get().onExit(), LAST_REQUESTS_MILLIS);
            program.get().release();
        }
    }

    /** What was traced is over: the session ends once its last requests have. */
    public void sendersEnded() {
        session.stopWhenQuiet(LAST_REQUESTS_MILLIS);
    }

    /** Ends the session early, and the program that runs for it, as Ctrl-C in a terminal does. */
    public void interrupt() {
        session.stop();
        attachment.followed().ifPresent(Followed::close);
    }

    /** Waits for the session's end. */
    public Ended end() {
        SessionEnd end = session.whenEnded().join();
        Optional<? extends Followed> program = attachment.followed();
        return new Ended(end, session.statistics(), session.info(),
                program.map(Followed::exitStatus).orElse(OptionalInt.empty()),
                program.filter(Followed::neverStarted).isPresent());
    }

    /** Ends the session, lets go of its source, and ends the program. */
    @Override
    public void close() {
        session.close();
        attachment.close();
    }
}

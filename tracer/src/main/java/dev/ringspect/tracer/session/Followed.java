package dev.ringspect.tracer.session;

import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** A program that was started for a session, and waits to be let go until the session listens. */
public interface Followed extends AutoCloseable {
    /** Lets it go. */
    void release() throws IOException;

    /** Completes when it has ended. */
    CompletionStage<?> onExit();

    /** Its exit status as a shell counts it (128 + the signal that ended it), empty while it runs. */
    OptionalInt exitStatus();

    /** Whether it was let go and has ended, yet never began. */
    boolean neverStarted();

    /** Ends it if it still runs; waits for nothing. */
    @Override
    void close();
}

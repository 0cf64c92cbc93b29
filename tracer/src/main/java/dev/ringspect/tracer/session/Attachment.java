package dev.ringspect.tracer.session;

import java.util.Optional;

/** What a session runs on: a source of events, and the program that they are about, where one waits for the session. */
public interface Attachment extends AutoCloseable {
    /** Where the events come from; a session takes it over. */
    Source source();

    /** The program that waits until somebody listens, and whose end is the session's. */
    Optional<? extends Followed> followed();

    /** Lets go of the source, which may be closed already, and ends the program. */
    @Override
    void close();
}

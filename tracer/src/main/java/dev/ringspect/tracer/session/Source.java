package dev.ringspect.tracer.session;

import java.util.Optional;

import dev.ringspect.protocol.traffic.EventSink;

/**
 * Where a session's events come from: the kernel, a capture file, or a simulated ring. Used by one thread; only
 * {@link #close} and {@link #wake} may be called from another.
 */
public interface Source extends AutoCloseable {
    /** What is known about the machine that the events come from. */
    SourceInfo info();

    /**
     * Hands every record that is available to {@code sink}, in order; if there is none, waits for a while, which may be
     * shorter than the time given, and looks once more.
     *
     * @param timeoutMillis how long to wait at most; 0 does not wait
     * @return how many records were handed over
     */
    int poll(EventSink sink, int timeoutMillis);

    /**
     * Draws the line: {@link #poll} hands over what had come by now and then nothing more, and {@link #losses} stays as it
     * is, so that a session can end while the traced programs go on. A source that ends by itself need not do anything.
     */
    default void seal() {}

    /** Records that the source could not deliver, so far; all of them, skipped runs too, once it is sealed. */
    Losses losses();

    /** Why no more events will come (the helper died, the file ended), empty while they may. */
    Optional<String> ended();

    /** Makes a waiting {@link #poll} return soon. */
    void wake();

    @Override
    void close();
}

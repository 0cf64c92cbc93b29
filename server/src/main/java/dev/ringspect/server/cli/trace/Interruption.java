package dev.ringspect.server.cli.trace;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.ringspect.server.cli.terminal.Exit;

/**
 * Lets Ctrl-C (and a polite kill) end what runs in good order: it is told to stop, and the process stays until it has
 * said its last word.
 */
final class Interruption implements AutoCloseable {
    /** A gibibyte of events that came faster than they were read is counted meanwhile, beside programs that still run. */
    private static final int PATIENCE_SECONDS = 20;
    /** For so long what is there already is still printed. */
    private static final long LAST_WORDS_NANOS = 2_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger exit = new AtomicInteger(Exit.DONE);
    private final AtomicLong since = new AtomicLong(NEVER);
    private final Thread hook;

    /** From now on a signal calls {@code stop}, on another thread. */
    Interruption(Runnable stop) {
        hook = new Thread(() -> {
            since.set(System.nanoTime());
            stop.run();
            try {
                if (over.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    // An end that was asked for is no failure, whatever the JVM makes of a signal.
                    Runtime.getRuntime().halt(exit.get());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "ringspect-interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the signal came so long ago that nothing but the last word is wanted. */
    boolean wantsTheEnd() {
        long at = since.get();
        return at != NEVER && System.nanoTime() - at >= LAST_WORDS_NANOS;
    }

    /** The last word has been said. */
    void finished(int exitCode) {
        exit.set(exitCode);
        over.countDown();
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException late) {
            // The process is on its way out already; the hook sees that all is said.
            return;
        }
    }
}

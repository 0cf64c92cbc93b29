package dev.ringspect.tracer.session;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.RequestView;

/**
 * A session: one thread drains a source, makes requests of its events, hands them to the live sink, and keeps them for
 * readers. Readers are made before {@link #start}, so that they miss nothing; a session that keeps only recent requests
 * may be given readers at any time. The session owns its source.
 */
public final class Session implements AutoCloseable {
    private static final int POLL_MILLIS = 100;
    /** No record for this long: nothing is under way between the kernel and here. */
    private static final long QUIET_NANOS = 50_000_000L;
    private static final long STATISTICS_NANOS = 100_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final Source source;
    private final SessionOptions options;
    private final Spool spool;
    private final Correlator correlator;
    private final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    /** When to stop at the latest, by {@link System#nanoTime}; {@link #NEVER} while nobody asked. */
    private final AtomicLong stopAt = new AtomicLong(NEVER);
    private volatile boolean whenQuiet;
    private volatile @Nullable Throwable failure;
    private volatile SessionStatistics statistics;
    private @Nullable Thread thread;
    private boolean closed;

    /** A session on {@code source}, which begins to drain it on {@link #start}. */
    public Session(Source source, SessionOptions options) {
        this.source = source;
        this.options = options;
        spool = new Spool(options.keep());
        correlator = new Correlator(this::request, options.devices());
        statistics = new SessionStatistics(correlator.statistics(), Losses.NONE);
    }

    private void request(RequestView request) {
        options.live().request(request);
        spool.request(request);
    }

    /** The machine that the events come from. */
    public SourceInfo info() {
        return source.info();
    }

    /** A reader from the oldest request that is kept on. */
    public RequestReader reader() {
        return spool.reader();
    }

    /** Begins to drain the source. */
    public synchronized void start() {
        if (thread == null && !closed) {
            thread = Thread.ofPlatform().name(options.name()).daemon().start(this::run);
        }
    }

    /** Asks the session to end with what is there by now; {@link #whenEnded} tells when it has. */
    public void stop() {
        stopBy(System.nanoTime(), false);
    }

    /** Asks the session to end in {@code millis} at the latest. */
    public void stopWithin(long millis) {
        stopBy(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), false);
    }

    /** Asks the session to end once no request is open and nothing more comes, or after {@code maxMillis}. */
    public void stopWhenQuiet(int maxMillis) {
        stopBy(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis), true);
    }

    /** As {@link #stopWhenQuiet}, once {@code event} has completed, such as the end of a followed command. */
    public void stopAfter(CompletionStage<?> event, int maxMillis) {
        CompletionStage<?> ignored = event.whenComplete((value, thrown) -> stopWhenQuiet(maxMillis));
    }

    private void stopBy(long deadline, boolean quiet) {
        whenQuiet |= quiet;
        stopAt.accumulateAndGet(deadline, (a, b) -> a == NEVER || b - a < 0 ? b : a);
        source.wake();
    }

    /** Completes when the last request has been handed on. It never completes exceptionally. */
    public CompletableFuture<SessionEnd> whenEnded() {
        return ended.copy();
    }

    /** What was thrown, when the session failed: a bug, for a log. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** What was seen so far; at most a tenth of a second old while events come. */
    public SessionStatistics statistics() {
        return statistics;
    }

    /** {@link Correlator#firstNs}; known before the first request is handed on. */
    public long firstNs() {
        return correlator.firstNs();
    }

    private void run() {
        SessionEnd end = new SessionEnd(SessionEnd.Cause.FAILED, "the session's thread was ended");
        try {
            end = drain();
            finish();
            Optional<String> reason = source.ended();
            if (end.cause() == SessionEnd.Cause.STOPPED && reason.isPresent()) {
                end = new SessionEnd(SessionEnd.Cause.SOURCE_ENDED, reason.get());
            }
        } catch (RuntimeException | Error e) {
            // The dispatcher of this thread: a bug must end the session, not leave its readers waiting.
            end = new SessionEnd(SessionEnd.Cause.FAILED, "internal error: " + e);
            failure = e;
        } finally {
            spool.finish();
            ended.complete(end);
        }
    }

    private SessionEnd drain() {
        long lastRecord = System.nanoTime();
        long lastStatistics = lastRecord;
        boolean changed = true;
        while (true) {
            int records = source.poll(correlator, POLL_MILLIS);
            spool.publish();
            long now = System.nanoTime();
            if (records > 0) {
                lastRecord = now;
                changed = true;
            }
            if (changed && (now - lastStatistics >= STATISTICS_NANOS || now - lastRecord >= QUIET_NANOS)) {
                takeStatistics();
                lastStatistics = now;
                changed = false;
            }
            Optional<String> reason = source.ended();
            if (reason.isPresent()) {
                return new SessionEnd(SessionEnd.Cause.SOURCE_ENDED, reason.get());
            }
            long deadline = stopAt.get();
            boolean quiet = !changed && now - lastRecord >= QUIET_NANOS && statistics.traffic().open() == 0;
            if (deadline != NEVER && (now - deadline >= 0 || (whenQuiet && quiet))) {
                return new SessionEnd(SessionEnd.Cause.STOPPED, "it was stopped");
            }
        }
    }

    /** What has come by now belongs to the session, however much it is and however fast more comes. */
    private void finish() {
        source.seal();
        while (source.poll(correlator, 0) > 0) {
            spool.publish();
        }
        Losses losses = source.losses();
        correlator.finish(losses.overrun(), losses.complete());
        takeStatistics();
    }

    private void takeStatistics() {
        statistics = new SessionStatistics(correlator.statistics(), source.losses());
    }

    /** Ends the session if it has not ended, and its source; what readers have not read is gone. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = thread;
        }
        stop();
        spool.abandon();
        if (running != null) {
            awaitEnd(running);
        }
        source.close();
        spool.close();
    }

    /** The thread's memory must not go before the thread; an interrupt of the caller is kept for later. */
    private static void awaitEnd(Thread running) {
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.ringspect.server.state;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The one mutable thing of the server: which snapshot is the newest. A single writer thread makes snapshots, in the
 * order in which changes came in; reads run elsewhere, each on the snapshot that was newest when its turn came, so that
 * a request sees every edit sent before it.
 *
 * <p>A change cancels the running reads that look at what changed, see {@link Extent}. Traffic and the end of a read
 * cancel nothing.
 */
public final class Workspace implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.state");

    private final ExecutorService writer = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("ringspect-writer").daemon().factory());
    private final Executor readers;
    private final Map<Cancel, Extent> running = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot newest = Snapshot.EMPTY;

    /**
     * A workspace with nothing in it.
     *
     * @param readers runs the reads
     */
    public Workspace(Executor readers) {
        this.readers = readers;
    }

    /** Tells {@code listener} of every new snapshot from now on, on the writer thread; it must return at once. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** The newest snapshot. Changes that are still waiting for the writer are not in it. */
    public Snapshot newest() {
        return newest;
    }

    /**
     * Changes texts, folders or configuration, soon, and cancels the reads that look at what was there before. A change
     * that fails changes nothing.
     */
    public void edit(UnaryOperator<Snapshot> change) {
        write(() -> {
            Snapshot before = newest;
            Snapshot after = changed(before, change);
            if (after.equals(before)) {
                return;
            }
            newest = after;
            running.forEach((read, extent) -> {
                if (extent.differs(before, after)) {
                    read.cancel(Cancel.Reason.EDITED);
                }
            });
            // last, so that whoever meets what ended so finds a newer snapshot, and knows whether it is cancelled itself
            before.texts().endFor(after.texts());
            listeners.forEach(Runnable::run);
        });
    }

    @SuppressWarnings("IllegalCatch")
    private static Snapshot changed(Snapshot before, UnaryOperator<Snapshot> change) {
        try {
            return change.apply(before);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            LOG.log(Level.ERROR, "a change failed, and everything is as it was before", failure);
            return before;
        }
    }

    /** Puts a new view of the traffic beside the texts, soon; cancels nothing and keeps all analyses. */
    public void traffic(TrafficView view) {
        write(() -> {
            newest = newest.withTraffic(view);
            listeners.forEach(Runnable::run);
        });
    }

    /** The snapshot after all changes so far; cancelled when the workspace is closed. */
    public CompletableFuture<Snapshot> settled() {
        CompletableFuture<Snapshot> answer = new CompletableFuture<>();
        if (!write(() -> answer.complete(newest))) {
            answer.cancel(false);
        }
        return answer;
    }

    /**
     * Runs {@code feature} on the snapshot that is newest after all changes so far. It runs again on a newer one when it
     * meets what an edit outside of {@code extent} has ended.
     *
     * @param cancel the token that the feature polls; changes within {@code extent} cancel it too while the feature runs
     * @param extent what the feature looks at
     * @return the feature's answer, or what it threw: {@link Cancelled} when it was cancelled
     */
    public <T> CompletableFuture<T> read(Cancel cancel, Extent extent, BiFunction<Snapshot, Cancel, T> feature) {
        Read<T> read = new Read<>(cancel, extent, feature, new CompletableFuture<>());
        begin(read);
        return read.answer;
    }

    private record Read<T>(Cancel cancel, Extent extent, BiFunction<Snapshot, Cancel, T> feature,
            CompletableFuture<T> answer) {}

    /** Through the writer, so that the read is among those that run, and can be cancelled, from its snapshot on. */
    private void begin(Read<?> read) {
        boolean accepted = write(() -> {
            Snapshot at = newest;
            running.put(read.cancel, read.extent);
            try {
                readers.execute(() -> answer(read, at));
            } catch (RejectedExecutionException closed) {
                // The server is going down, and its threads went first.
                end(read, new Cancelled(Cancel.Reason.CLOSED));
            }
        });
        if (!accepted) {
            end(read, new Cancelled(Cancel.Reason.CLOSED));
        }
    }

    @SuppressWarnings("IllegalCatch")
    private <T> void answer(Read<T> read, Snapshot at) {
        try {
            read.cancel.check();
            read.answer.complete(read.feature.apply(at, read.cancel));
            running.remove(read.cancel);
        } catch (Cancelled overtaken) {
            if (read.cancel.isCancelled()) {
                end(read, overtaken);
            } else {
                begin(read);
            }
        } catch (Throwable thrown) {
            end(read, thrown);
        }
    }

    private void end(Read<?> read, Throwable thrown) {
        running.remove(read.cancel);
        read.answer.completeExceptionally(thrown);
    }

    private boolean write(Runnable change) {
        try {
            writer.execute(change);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Cancels what runs; later changes are dropped and later reads are cancelled. */
    @Override
    public void close() {
        writer.shutdown();
        running.keySet().forEach(read -> read.cancel(Cancel.Reason.CLOSED));
    }
}

package dev.ringspect.server.live;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.capture.TracedCommand;
import dev.ringspect.tracer.session.Keep;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.SessionRun;

/** One session of the editor. It owns the attached trace, and lets go of it when the session has ended. */
final class Trace implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.live");

    private final int id;
    private final String target;
    private final Recorder recorder;
    private final CompletableFuture<SessionEnd> released;
    private volatile State state;

    private sealed interface State {
        /** It sees requests. */
        record Running(SessionRun run) implements State {}

        /**
         * It is over. Of the session only this is left: its open requests and rings take up to a hundred megabytes, and
         * traces stay in the list.
         */
        record Over(long lost, String reason) implements State {}
    }

    /** Takes {@code live} over and begins to count; a program that it follows goes only with {@link #release}. */
    Trace(int id, String target, LiveTrace live, ProtocolSet protocols, Executor background) {
        this.id = id;
        this.target = target;
        this.recorder = new Recorder(id, protocols, KernelRelease.parse(live.source().info().kernel()));
        SessionRun run = new SessionRun(live, new SessionOptions("ringspect-trace-" + id,
                SysfsDeviceNames.ofThisMachine(), recorder, new Keep.Nothing()));
        this.state = new State.Running(run);
        run.start();
        this.released = run.session().whenEnded().thenApplyAsync(end -> letGo(run), background);
    }

    /** Lets the followed program go, if there is one. */
    void release() throws IOException {
        if (state instanceof State.Running(SessionRun run)) {
            run.release();
        }
    }

    private SessionEnd letGo(SessionRun run) {
        run.session().failure().ifPresent(bug -> LOG.log(Level.ERROR, "the session failed", bug));
        SessionRun.Ended ended = run.end();
        state = new State.Over(ended.statistics().losses().total(), reason(ended));
        run.close();
        return ended.end();
    }

    private static String reason(SessionRun.Ended ended) {
        return switch (ended.end().cause()) {
            case STOPPED -> {
                if (ended.exitStatus().isEmpty()) {
                    yield ended.end().reason();
                }
                yield ended.neverStarted()
                        ? "the program could not be started"
                        : "the program ended: " + TracedCommand.describe(ended.exitStatus().getAsInt());
            }
            case SOURCE_ENDED, FAILED -> ended.end().reason();
        };
    }

    /** Completes when the session has ended and everything it held is released. */
    CompletableFuture<SessionEnd> released() {
        return released;
    }

    int id() {
        return id;
    }

    boolean running() {
        return state instanceof State.Running;
    }

    void use(ProtocolSet protocols) {
        recorder.use(protocols);
    }

    void stop() {
        if (state instanceof State.Running(SessionRun run)) {
            run.session().stop();
        }
    }

    Recorder recorder() {
        return recorder;
    }

    TrafficView.Trace status() {
        return switch (state) {
            case State.Running(SessionRun run) -> new TrafficView.Trace(id, target, recorder.requests(),
                    run.session().statistics().losses().total(), Optional.empty());
            case State.Over(long lost, String reason) ->
                new TrafficView.Trace(id, target, recorder.requests(), lost, Optional.of(reason));
        };
    }

    @Override
    public void close() {
        if (state instanceof State.Running(SessionRun run)) {
            run.close();
        }
    }
}

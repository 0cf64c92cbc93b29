package dev.ringspect.server.live;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.ringspect.protocol.model.ProtocolSet;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.capture.TracedCommand;
import dev.ringspect.tracer.session.Keep;
import dev.ringspect.tracer.session.Session;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;

/** One session behind the editor. It owns the attached trace, and lets go of it when the session has ended. */
final class Trace implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.live");
    /** How long requests may take to end after the program that sent them. */
    private static final int LAST_REQUESTS_MILLIS = 1000;

    private final int id;
    private final String target;
    private final LiveTrace live;
    private final Recorder recorder;
    private final Session session;
    private final CompletableFuture<SessionEnd> released;
    private volatile Optional<String> ended = Optional.empty();
    /** Runs of the kernel's side that were skipped, known once it is over: as many events may be missing. */
    private volatile long missedRuns;

    /** Takes {@code live} over and begins to count; a program that it follows goes only with {@link #release}. */
    Trace(int id, String target, LiveTrace live, ProtocolSet protocols, Executor background) {
        this.id = id;
        this.target = target;
        this.live = live;
        this.recorder = new Recorder(protocols, KernelRelease.parse(live.source().info().kernel()));
        this.session = new Session(live.source(), new SessionOptions("ringspect-trace-" + id,
                SysfsDeviceNames.ofThisMachine(), recorder, new Keep.Nothing()));
        session.start();
        this.released = session.whenEnded().thenApplyAsync(this::letGo, background);
    }

    /** Lets the followed program go, if there is one. */
    void release() throws IOException {
        live.command().ifPresent(command -> session.stopAfter(command.onExit(), LAST_REQUESTS_MILLIS));
        live.release();
    }

    private SessionEnd letGo(SessionEnd end) {
        session.failure().ifPresent(bug -> LOG.log(Level.ERROR, "the session failed", bug));
        missedRuns = live.source().helper().missedRuns().orElse(0);
        ended = Optional.of(reason(end));
        close();
        return end;
    }

    private String reason(SessionEnd end) {
        return switch (end.cause()) {
            case STOPPED -> live.command().filter(command -> command.exitStatus().isPresent())
                    .map(command -> "the program ended: "
                            + TracedCommand.describe(command.exitStatus().getAsInt()))
                    .orElse(end.reason());
            case SOURCE_ENDED, FAILED -> end.reason();
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
        return ended.isEmpty();
    }

    void use(ProtocolSet protocols) {
        recorder.use(protocols);
    }

    void stop() {
        session.stop();
    }

    Recorder recorder() {
        return recorder;
    }

    TrafficView.Trace status() {
        return new TrafficView.Trace(id, target, recorder.requests(),
                session.statistics().losses().total() + missedRuns, ended);
    }

    @Override
    public void close() {
        session.close();
        try {
            live.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the traced program could not be let go", e);
        }
    }
}

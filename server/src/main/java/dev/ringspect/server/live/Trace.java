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
import dev.ringspect.tracer.session.Session;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;
import org.jspecify.annotations.Nullable;

/** One session behind the editor. It owns the attached trace, and lets go of it when the session has ended. */
final class Trace implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.live");
    /** How long requests may take to end after the program that sent them. */
    private static final int LAST_REQUESTS_MILLIS = 1000;

    private final int id;
    private final String target;
    private final LiveTrace live;
    private final Recorder recorder;
    private final CompletableFuture<SessionEnd> released;
    /** Null once it is over: its open requests and rings take up to a hundred megabytes, and traces stay in the list. */
    private volatile @Nullable Session session;
    private volatile Optional<String> ended = Optional.empty();
    /** Known once it is over. Runs of the kernel's side that were skipped count too: as many events may be missing. */
    private volatile long lost;

    /** Takes {@code live} over and begins to count; a program that it follows goes only with {@link #release}. */
    Trace(int id, String target, LiveTrace live, ProtocolSet protocols, Executor background) {
        this.id = id;
        this.target = target;
        this.live = live;
        this.recorder = new Recorder(id, protocols, KernelRelease.parse(live.source().info().kernel()));
        Session attached = new Session(live.source(), new SessionOptions("ringspect-trace-" + id,
                SysfsDeviceNames.ofThisMachine(), recorder, new Keep.Nothing()));
        this.session = attached;
        attached.start();
        this.released = attached.whenEnded().thenApplyAsync(end -> letGo(attached, end), background);
    }

    /** Lets the followed program go, if there is one. */
    void release() throws IOException {
        Session attached = session;
        if (attached != null) {
            live.command().ifPresent(command -> attached.stopAfter(command.onExit(), LAST_REQUESTS_MILLIS));
        }
        live.release();
    }

    private SessionEnd letGo(Session over, SessionEnd end) {
        over.failure().ifPresent(bug -> LOG.log(Level.ERROR, "the session failed", bug));
        lost = over.statistics().losses().total() + live.source().helper().missedRuns().orElse(0);
        ended = Optional.of(reason(end));
        close();
        session = null;
        return end;
    }

    private String reason(SessionEnd end) {
        return switch (end.cause()) {
            case STOPPED -> live.command().filter(command -> command.exitStatus().isPresent())
                    .map(Trace::describe).orElse(end.reason());
            case SOURCE_ENDED, FAILED -> end.reason();
        };
    }

    private static String describe(TracedCommand command) {
        return command.neverStarted()
                ? "the program could not be started"
                : "the program ended: " + TracedCommand.describe(command.exitStatus().orElse(0));
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
        Session attached = session;
        if (attached != null) {
            attached.stop();
        }
    }

    Recorder recorder() {
        return recorder;
    }

    TrafficView.Trace status() {
        Session attached = session;
        long missing = attached == null || ended.isPresent() ? lost : attached.statistics().losses().total();
        return new TrafficView.Trace(id, target, recorder.requests(), missing, ended);
    }

    @Override
    public void close() {
        Session attached = session;
        if (attached != null) {
            attached.close();
        }
        try {
            live.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the traced program could not be let go", e);
        }
    }
}

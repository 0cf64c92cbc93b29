package dev.ringspect.server.live;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.statistics.CommandStatistics;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancelled;
import dev.ringspect.server.state.Texts;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.FieldTraffic;
import dev.ringspect.server.state.Workspace;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import org.jspecify.annotations.Nullable;

/**
 * The sessions behind the editor. What they see goes into the workspace as a {@link TrafficView}, at most four times a
 * second. Requests are decoded by the workspace's protocol files as they are now, then by the built-in ones. Safe for use
 * by any thread.
 */
public final class Traces implements AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.live");
    private static final int REFRESH_MILLIS = 250;

    private final Workspace workspace;
    private final Executor background;
    private final Consumer<String> tell;
    private final List<Trace> traces = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("ringspect-traffic").daemon().factory());
    private Texts decodedBy = Texts.NONE;
    private List<ProtocolModel> decodingModels = List.of();
    /** Made for the first session, since a start of the server would wait a quarter of a second for it. */
    private @Nullable ProtocolSet protocols;
    private TrafficView newest = TrafficView.NONE;
    /** Whether the last look at the sessions failed, so that a failure is said once and not four times a second. */
    private boolean failing;
    private boolean closed;

    /**
     * No session yet.
     *
     * @param workspace takes what sessions see, and has the protocol files
     * @param background runs what takes time
     * @param tell told for a person when a session ends that nobody stopped
     */
    public Traces(Workspace workspace, Executor background, Consumer<String> tell) {
        this.workspace = workspace;
        this.background = background;
        this.tell = tell;
        var _ = clock.scheduleWithFixedDelay(this::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Starts a session, which runs until it is stopped, its program ends, or the server does. Takes its time. */
    public StartOutcome start(TraceRequest request) {
        // before anything is attached, since nobody owns that until a session has it
        ProtocolSet known = readProtocols();
        return switch (LiveTrace.start(options(request))) {
            case LiveTrace.Outcome.Refused(Refusal refusal) -> refused(refusal);
            case LiveTrace.Outcome.Attached(LiveTrace live) -> follow(request, live, known);
        };
    }

    /** The protocol files as they are now; an edit that overtakes the reading has it begin again. */
    private ProtocolSet readProtocols() {
        Optional<ProtocolSet> read = decodeByNewest();
        while (read.isEmpty()) {
            read = decodeByNewest();
        }
        return read.get();
    }

    private static StartOutcome refused(Refusal refusal) {
        return new StartOutcome.Refused(refusal.what() + ": " + refusal.why(), refusal.fix());
    }

    private synchronized StartOutcome follow(TraceRequest request, LiveTrace live, ProtocolSet known) {
        if (closed) {
            return abandon(live);
        }
        ProtocolSet by = Objects.requireNonNullElse(protocols, known);
        Trace trace = new Trace(lastId.incrementAndGet(), request.target().display(), live, by, background);
        traces.add(trace);
        var _ = trace.released().thenAccept(end -> ended(trace, end));
        try {
            trace.release();
        } catch (IOException e) {
            trace.stop();
            return new StartOutcome.Refused("starting " + request.target().display() + ": " + e.getMessage(),
                    "Check that it can be run");
        }
        return new StartOutcome.Running(trace.status());
    }

    /** The client shut down while the trace was attached: what waits to be traced is not let go any more. */
    private static StartOutcome abandon(LiveTrace live) {
        live.close();
        return new StartOutcome.Refused("the server is going down", "");
    }

    private void ended(Trace trace, SessionEnd end) {
        switch (end.cause()) {
            case STOPPED -> {
            }
            case SOURCE_ENDED, FAILED -> tell.accept("The trace of " + trace.status().target() + " ended: "
                    + end.reason());
        }
        refresh();
    }

    private static TraceOptions options(TraceRequest request) {
        TraceTarget target = switch (request.target()) {
            case TraceRequest.Target.All _ -> new TraceTarget.Everything();
            case TraceRequest.Target.Processes(List<Integer> pids) -> new TraceTarget.Processes(pids);
            // Our standard input belongs to the client: what the program reads must not be the client's messages.
            case TraceRequest.Target.Program(List<String> command) ->
                new TraceTarget.Command(command, true, TraceTarget.Command.Input.EMPTY);
        };
        return TraceOptions.of(target).withOpcodes(List.copyOf(request.opcodes()))
                .withCmdOps(request.commandOps().stream().map(Long::intValue).toList());
    }

    /**
     * Ends one session, or all.
     *
     * @return the sessions that this ended, as they were at their end
     */
    public List<TrafficView.Trace> stop(OptionalInt id) {
        List<Trace> stopped = traces.stream().filter(Trace::running)
                .filter(trace -> id.isEmpty() || id.getAsInt() == trace.id()).toList();
        stopped.forEach(Trace::stop);
        stopped.forEach(trace -> trace.released().join());
        refresh();
        return stopped.stream().map(Trace::status).toList();
    }

    /** All sessions, those that ended too, as they are now. */
    public List<TrafficView.Trace> status() {
        return traces.stream().map(Trace::status).toList();
    }

    @SuppressWarnings("IllegalCatch")
    private synchronized void refresh() {
        try {
            publish();
            failing = false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            // whatever it is, the clock would not call again after it
            if (!failing) {
                LOG.log(Level.ERROR, "what the traces see can't be shown", failure);
            }
            failing = true;
        }
    }

    private void publish() {
        if (traces.isEmpty()) {
            return;
        }
        // while somebody types, traffic is shown by the protocol files as they were
        var _ = decodeByNewest();
        TrafficView view = view();
        if (!view.equals(newest)) {
            newest = view;
            workspace.traffic(view);
        }
    }

    /** What all sessions decode by from now on; empty when an edit overtook the reading, so that nothing has changed. */
    private synchronized Optional<ProtocolSet> decodeByNewest() {
        try {
            return Optional.of(decode(workspace.newest().texts()));
        } catch (Cancelled edited) {
            return Optional.empty();
        }
    }

    /** Has all sessions decode by these texts, if these mean something new. */
    private ProtocolSet decode(Texts texts) {
        ProtocolSet by = protocols;
        if (by != null && decodedBy == texts) {
            return by;
        }
        List<ProtocolModel> models = texts.protocolFiles().stream().map(Analysis::model).toList();
        if (by == null || !models.equals(decodingModels)) {
            ProtocolSet newer = ProtocolSet.of(models);
            traces.stream().filter(Trace::running).forEach(trace -> trace.use(newer));
            by = newer;
        }
        protocols = by;
        decodedBy = texts;
        decodingModels = models;
        return by;
    }

    private TrafficView view() {
        Map<FieldPath, FieldTraffic> fields = new HashMap<>();
        Map<CommandName, CommandTraffic> commands = new HashMap<>();
        List<TrafficView.TrafficFinding> findings = new ArrayList<>();
        Map<CommandName, CommandStatistics> sums = new HashMap<>();
        // The newest first: it reads commands by the declarations of now.
        traces.reversed().forEach(trace -> trace.recorder().addTo(sums, findings));
        sums.values().forEach(command -> StatisticsView.add(command, commands, fields));
        return new TrafficView(status(), fields, commands, findings);
    }

    @Override
    public synchronized void close() {
        closed = true;
        clock.shutdownNow();
        traces.stream().filter(Trace::running).forEach(Trace::close);
    }
}

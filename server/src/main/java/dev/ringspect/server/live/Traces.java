package dev.ringspect.server.live;

import java.util.List;
import java.util.OptionalInt;

import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.Workspace;

/** The sessions behind the editor. Safe for use by any thread. */
public final class Traces implements AutoCloseable {
    private final Workspace workspace;

    /** No session yet; what sessions see goes into {@code workspace}. */
    public Traces(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Starts a session, which runs until it is stopped, its program ends, or the server does. */
    public StartOutcome start(TraceRequest request) {
        return new StartOutcome.Refused("Tracing is not built in", "Wait for the next build");
    }

    /**
     * Ends one session, or all.
     *
     * @return the sessions that this ended
     */
    public List<TrafficView.Trace> stop(OptionalInt id) {
        return List.of();
    }

    /** All sessions, those that ended too, as they are now. */
    public List<TrafficView.Trace> status() {
        return workspace.newest().traffic().traces();
    }

    @Override
    public void close() {
        stop(OptionalInt.empty());
    }
}

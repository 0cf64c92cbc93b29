package dev.ringspect.server.cli;

import java.util.EnumMap;
import java.util.Map;

import dev.ringspect.protocol.report.TraceSummary;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SourceInfo;

/** What {@code trace} does with what it sees: prints the requests that pass, counts them, and sums up. */
final class TraceAudience implements TraceRun.Audience, AutoCloseable {
    private final Terminal terminal;
    private final RequestPrinter printer;
    private final Map<RequestState, Long> byState = new EnumMap<>(RequestState.class);
    private Interruption interruption = new Interruption(() -> {});
    private long printed;
    private long lostSaid;

    TraceAudience(Terminal terminal, RequestPrinter printer) {
        this.terminal = terminal;
        this.printer = printer;
        for (RequestState state : RequestState.values()) {
            byState.put(state, 0L);
        }
    }

    @Override
    public void attached(SourceInfo machine, Runnable stop) {
        interruption.close();
        interruption = new Interruption(stop);
        if (machine.limitedToOwner()) {
            terminal.say("ringspect: tracing your own processes only; root sees all");
        }
    }

    @Override
    public void request(Request request) {
        printed++;
        byState.merge(request.state(), 1L, Long::sum);
        printer.request(request);
    }

    @Override
    public void pause(long lost) {
        printer.pause();
        if (lost > lostSaid) {
            terminal.say("ringspect: " + lost + " events lost so far: more came than could be taken;"
                    + " trace less, by --filter or -p");
            lostSaid = lost;
        }
    }

    /** Sums up; returns the exit code. */
    int end(TraceRun.Outcome.Ended ended) {
        Losses losses = ended.statistics().losses();
        printer.end(new TraceSummary(printed, ended.statistics().traffic().events(), losses.submit(),
                losses.prepFailed(), losses.complete(), losses.other(), byState, ended.machine().realtimeOffsetNs(),
                ended.exitStatus()));
        return switch (ended.end().cause()) {
            case STOPPED -> Exit.DONE;
            case SOURCE_ENDED, FAILED -> broken(ended.end());
        };
    }

    private int broken(SessionEnd end) {
        terminal.say("ringspect: the trace ended too early: " + end.reason());
        return Exit.REFUSED;
    }

    /** All is said. */
    void finished(int exit) {
        interruption.finished(exit);
    }

    @Override
    public void close() {
        interruption.close();
    }
}

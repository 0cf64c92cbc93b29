package dev.ringspect.server.cli.trace;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.filter.TrafficFilter;
import dev.ringspect.protocol.report.TraceSummary;
import dev.ringspect.protocol.report.Unfollowed;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionRun;

/** What {@code trace} does with what it sees: prints the requests that pass, counts them, and sums up. */
final class TraceAudience implements TraceRun.Audience, AutoCloseable {
    private final Terminal terminal;
    private final TraceRun run;
    private final Optional<TrafficFilter> filter;
    private final Optional<Severity> failOn;
    private final RequestReading reading;
    private final RequestPrinter printer;
    private final Interruption interruption;
    private final Map<RequestState, Long> byState = new EnumMap<>(RequestState.class);
    private long printed;
    private long unprinted;
    private long lostSaid;

    /**
     * The audience of a trace that is attached, which it says.
     *
     * @param run the trace; Ctrl-C ends it from now on
     * @param filter what passes; everything when empty
     * @param json whether JSON lines are printed
     * @param failOn the severity of findings that makes the command fail
     */
    TraceAudience(Terminal terminal, LoadedProtocols meanings, TraceRun run, Optional<TrafficFilter> filter,
            boolean json,
            Optional<Severity> failOn) {
        this.terminal = terminal;
        this.run = run;
        this.filter = filter;
        this.failOn = failOn;
        // JSON lines carry each request's own findings; only text and --fail-on ask for the sum of them.
        reading = new RequestReading(meanings, run.machine().kernel(), !json || failOn.isPresent());
        printer = json ? new JsonPrinter(terminal, reading) : new TextPrinter(terminal, reading, run::firstNs);
        filter.ifPresent(passing -> passing.startingAt(run::firstNs));
        for (RequestState state : RequestState.values()) {
            byState.put(state, 0L);
        }
        interruption = new Interruption(run::interrupt);
        if (run.machine().limitedToOwner()) {
            terminal.say("ringspect: tracing your own processes only; root sees all");
        }
        if (!run.isFollowing()) {
            terminal.say("ringspect: attached; Ctrl-C ends the trace");
        }
    }

    @Override
    public void request(Request request) {
        ResolvedCommand command = reading.command(request);
        if (filter.isPresent() && !filter.get().passes(request, command)) {
            return;
        }
        if (interruption.wantsTheEnd()) {
            unprinted++;
            return;
        }
        printed++;
        byState.merge(request.state(), 1L, Long::sum);
        printer.request(reading.read(request, command));
        if (terminal.isLost()) {
            run.interrupt();
        }
    }

    @Override
    public void pause(long lost) {
        printer.pause();
        if (terminal.isLost()) {
            run.interrupt();
        }
        if (lost > lostSaid) {
            terminal.say("ringspect: " + lost + " events lost so far: more came than could be taken;"
                    + " trace less, by --filter or -p");
            lostSaid = lost;
        }
    }

    /** Sums up; returns the exit code. */
    int end(SessionRun.Ended ended) {
        if (unprinted > 0) {
            terminal.say("ringspect: " + unprinted
                    + " more requests were seen before the interruption; printing them would have taken too long");
        }
        Losses losses = ended.statistics().losses();
        if (losses.skippedRuns() > 0) {
            terminal.say("ringspect: " + losses.skippedRuns()
                    + " runs of the tracer's programs were skipped by the kernel,"
                    + " since each came within another of the same program; so many events may be missing, and count as"
                    + " lost");
        }
        Unfollowed unfollowed = Unfollowed.of(ended.statistics().traffic());
        unfollowed.sentences().forEach(sentence -> terminal.say("ringspect: " + sentence));
        printer.end(new TraceSummary(printed, ended.statistics().traffic().events(), losses.submit(),
                losses.prepFailed(), losses.complete(), losses.other(), byState, ended.machine().realtimeOffsetNs(),
                unfollowed, ended.exitStatus(), ended.statistics().traffic().ringsMade()));
        if (printed == 0) {
            terminal.say("ringspect: " + NoRequests.why(ended.statistics().traffic(), filter.isPresent(),
                    ended.exitStatus().isPresent(), NoRequests.setupDisabled()));
        }
        return switch (ended.end().cause()) {
            case STOPPED -> reached() ? Exit.FOUND : Exit.DONE;
            case SOURCE_ENDED, FAILED -> broken(ended.end());
        };
    }

    private boolean reached() {
        return failOn.isPresent() && reading.findings().stream()
                .anyMatch(finding -> finding.finding().severity().reaches(failOn.get()));
    }

    private int broken(SessionEnd end) {
        terminal.say("ringspect: the trace ended too early: " + end.reason()
                + (end.cause() == SessionEnd.Cause.SOURCE_ENDED
                        ? "; what happened after that is not in it, and how much that was is not known"
                        : ""));
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

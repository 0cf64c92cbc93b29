package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.capture.TracedCommand;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.RequestReader;
import dev.ringspect.tracer.session.Session;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.SessionStatistics;
import dev.ringspect.tracer.session.SourceInfo;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.ThreadPriority;

/** One live trace, from attaching to the last request, read on the caller's thread. */
public final class TraceRun {
    /** How long a trace goes on behind its command, at most: the time for what is still under way. */
    private static final int LINGER_MILLIS = 1000;
    private static final int AT_ONCE = 4096;
    private static final int WAIT_MILLIS = 100;

    private TraceRun() {}

    /** Takes what the trace gives. */
    public interface Audience {
        /**
         * The trace is attached.
         *
         * @param following whether a command is followed, whose end ends the trace
         * @param stop ends it early, from any thread
         * @param firstNs asked once a request was given: CLOCK_MONOTONIC of the session's first request
         */
        void attached(SourceInfo machine, boolean following, Runnable stop, LongSupplier firstNs);

        /** One request, in the order of their end. */
        void request(Request request);

        /** All requests that are there have been given; {@code lost} events were lost so far. */
        void pause(long lost);
    }

    /** How it ended. */
    public sealed interface Outcome {
        /**
         * The session ran.
         *
         * @param end why it ended
         * @param statistics what it saw
         * @param machine where
         * @param missedRuns runs of the kernel's side that the kernel skipped; at most so many events are missing too;
         *     empty when the helper could not say it any more
         * @param exitStatus of the command that was traced, if one was and it has ended
         */
        record Ended(SessionEnd end, SessionStatistics statistics, SourceInfo machine, OptionalLong missedRuns,
                OptionalInt exitStatus) implements Outcome {}

        /** It could not be started. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /**
     * Traces until the command, or the last of the named processes, has ended, the time is over, or somebody stops it.
     *
     * @param maxMillis the time, {@link Long#MAX_VALUE} for none
     */
    public static Outcome of(TraceOptions options, long maxMillis, Audience audience) throws IOException {
        return switch (LiveTrace.start(options)) {
            case LiveTrace.Outcome.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> {
                try (trace) {
                    yield follow(trace, options.target(), maxMillis, audience);
                }
            }
        };
    }

    private static Outcome follow(LiveTrace trace, TraceTarget target, long maxMillis, Audience audience)
            throws IOException {
        SessionOptions options = SessionOptions.keepingAll(SysfsDeviceNames.ofThisMachine());
        try (Session session = new Session(trace.source(), options); RequestReader reader = session.reader()) {
            session.start();
            audience.attached(session.info(), trace.command().isPresent(), () -> stop(session, trace),
                    session::firstNs);
            trace.release();
            // What empties the kernel's buffer comes first, and so does the traced program: it shares the processors.
            ThreadPriority.lower();
            ThreadPriority.lowerCompilers();
            read(trace, target, session, reader, maxMillis, audience);
            SessionEnd end = session.whenEnded().join();
            if (trace.command().filter(TracedCommand::neverStarted).isPresent()) {
                return new Outcome.Refused(new Refusal(Refusal.Cause.SYSTEM, "starting the command",
                        "its shell ended before it came to that", "what the shell said stands above"));
            }
            return new Outcome.Ended(end, session.statistics(), session.info(),
                    trace.source().helper().missedRuns(), exitStatus(trace));
        }
    }

    /** Whoever ends the trace early ends the command that runs for it, as Ctrl-C in a terminal does. */
    private static void stop(Session session, LiveTrace trace) {
        session.stop();
        trace.command().ifPresent(TracedCommand::close);
    }

    private static void read(LiveTrace trace, TraceTarget target, Session session, RequestReader reader,
            long maxMillis, Audience audience) {
        long began = System.nanoTime();
        boolean lingering = false;
        try {
            while (!reader.finished()) {
                int count = reader.read(request -> audience.request(request.keep()), AT_ONCE, WAIT_MILLIS);
                if (count < AT_ONCE) {
                    audience.pause(session.statistics().losses().total());
                }
                if (!lingering && isOver(trace, target)) {
                    lingering = true;
                    session.stopWhenQuiet(LINGER_MILLIS);
                }
                if (TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) >= maxMillis) {
                    session.stop();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all that was to be traced has ended; children that a named process left behind do not count. */
    private static boolean isOver(LiveTrace trace, TraceTarget target) {
        return switch (target) {
            case TraceTarget.Command ignored -> exitStatus(trace).isPresent();
            case TraceTarget.Processes(List<Integer> pids) ->
                pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent());
            case TraceTarget.Everything ignored -> false;
            case TraceTarget.User ignored -> false;
        };
    }

    private static OptionalInt exitStatus(LiveTrace trace) {
        return trace.command().map(TracedCommand::exitStatus).orElse(OptionalInt.empty());
    }
}

package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.util.List;
import java.util.function.LongSupplier;

import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.RequestReader;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.SessionRun;
import dev.ringspect.tracer.session.SourceInfo;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.ThreadPriority;

/** One live trace, from attaching to the last request, read on the caller's thread. */
public final class TraceRun {
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

        /** All requests that are there have been given; so far {@code lost} events had no room. */
        void pause(long lost);
    }

    /** How it ended. */
    public sealed interface Outcome {
        /** The session ran. */
        record Over(SessionRun.Ended ended) implements Outcome {}

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
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> follow(trace, options.target(), maxMillis, audience);
        };
    }

    private static Outcome follow(LiveTrace trace, TraceTarget target, long maxMillis, Audience audience)
            throws IOException {
        SessionOptions options = SessionOptions.keepingAll(SysfsDeviceNames.ofThisMachine());
        try (SessionRun run = new SessionRun(trace, options); RequestReader reader = run.session().reader()) {
            run.start();
            audience.attached(run.session().info(), trace.followed().isPresent(), run::interrupt,
                    run.session()::firstNs);
            run.release();
            if (maxMillis != Long.MAX_VALUE) {
                run.session().stopWithin(maxMillis);
            }
            // What empties the kernel's buffer comes first, and so does the traced program: it shares the processors.
            ThreadPriority.lower();
            ThreadPriority.lowerCompilers();
            read(run, target, reader, audience);
            SessionRun.Ended ended = run.end();
            return ended.neverStarted()
                    ? new Outcome.Refused(new Refusal(Refusal.Cause.SYSTEM, "starting the command",
                            "its shell ended before it came to that", "what the shell said stands above"))
                    : new Outcome.Over(ended);
        }
    }

    private static void read(SessionRun run, TraceTarget target, RequestReader reader, Audience audience) {
        boolean over = false;
        try {
            while (!reader.finished()) {
                int count = reader.read(request -> audience.request(request.keep()), AT_ONCE, WAIT_MILLIS);
                if (count < AT_ONCE) {
                    audience.pause(run.session().statistics().losses().overrun());
                }
                if (!over && haveEnded(target)) {
                    over = true;
                    run.sendersEnded();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the named processes have all ended; children that one left behind do not count. */
    private static boolean haveEnded(TraceTarget target) {
        return target instanceof TraceTarget.Processes(List<Integer> pids)
                && pids.stream().noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    }
}

package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.util.List;

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

/** One live trace that is attached: its requests are read on the caller's thread, to the last. */
public final class TraceRun implements AutoCloseable {
    private static final int AT_ONCE = 4096;
    private static final int WAIT_MILLIS = 100;

    private final SessionRun run;
    private final RequestReader reader;
    private final TraceTarget target;
    private final boolean following;

    private TraceRun(LiveTrace trace, TraceTarget target) {
        this.target = target;
        this.following = trace.followed().isPresent();
        this.run = new SessionRun(trace, SessionOptions.keepingAll(SysfsDeviceNames.ofThisMachine()));
        this.reader = run.session().reader();
        run.start();
    }

    /** Whether a trace began. */
    public sealed interface Start {
        /** It listens; what it follows waits for {@link #read}. The receiver closes it. */
        record Attached(TraceRun run) implements Start {}

        /** It could not. */
        record Refused(Refusal refusal) implements Start {}
    }

    /** How it ended. */
    public sealed interface Outcome {
        /** The session ran. */
        record Over(SessionRun.Ended ended) implements Outcome {}

        /** What was to be traced did not start. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Takes what the trace gives. */
    public interface Audience {
        /** One request, in the order of their end. */
        void request(Request request);

        /** All requests that are there have been given; so far {@code lost} events had no room. */
        void pause(long lost);
    }

    /** Attaches to what {@code options} ask for. */
    public static Start start(TraceOptions options) {
        return switch (LiveTrace.start(options)) {
            case LiveTrace.Outcome.Refused(Refusal refusal) -> new Start.Refused(refusal);
            case LiveTrace.Outcome.Attached(LiveTrace trace) ->
                new Start.Attached(new TraceRun(trace, options.target()));
        };
    }

    /** Where the requests come from. */
    public SourceInfo machine() {
        return run.session().info();
    }

    /** Whether a command is followed, whose end ends the trace. */
    boolean isFollowing() {
        return following;
    }

    /** CLOCK_MONOTONIC of the first request, once that was given. */
    long firstNs() {
        return run.session().firstNs();
    }

    /** Ends the trace early, and the command that runs for it, from any thread. */
    void interrupt() {
        run.interrupt();
    }

    /**
     * Lets the command go, and reads until it, or the last of the named processes, has ended, the time is over, or somebody
     * interrupts. Nothing is attached any more afterwards.
     *
     * @param maxMillis the time, {@link Long#MAX_VALUE} for none
     */
    public Outcome read(long maxMillis, Audience audience) throws IOException {
        try (this) {
            run.release();
            if (maxMillis != Long.MAX_VALUE) {
                run.session().stopWithin(maxMillis);
            }
            // What empties the kernel's buffer comes first, and so does the traced program: it shares the processors.
            ThreadPriority.lower();
            ThreadPriority.lowerCompilers();
            readAll(audience);
            SessionRun.Ended ended = run.end();
            return ended.neverStarted()
                    ? new Outcome.Refused(new Refusal(Refusal.Cause.SYSTEM, "starting the command",
                            "its shell ended before it came to that", "what the shell said stands above"))
                    : new Outcome.Over(ended);
        }
    }

    private void readAll(Audience audience) {
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

    @Override
    public void close() {
        reader.close();
        run.close();
    }
}

package dev.ringspect.tracer.capture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import dev.ringspect.tracer.helper.HelperBinary;
import dev.ringspect.tracer.helper.HelperLauncher;
import dev.ringspect.tracer.helper.HelperLink;
import dev.ringspect.tracer.helper.Started;
import dev.ringspect.tracer.session.Attachment;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;

/**
 * A trace of the running kernel that is attached: the source of its events, and the command that it follows, which waits
 * to be released so that a session can listen first.
 */
public final class LiveTrace implements Attachment {
    private final KernelSource source;
    private final Optional<TracedCommand> command;

    private LiveTrace(KernelSource source, Optional<TracedCommand> command) {
        this.source = source;
        this.command = command;
    }

    /** How starting a trace ended. */
    public sealed interface Outcome {
        /**
         * It is attached; the receiver closes it.
         *
         * @param trace the trace
         */
        record Attached(LiveTrace trace) implements Outcome {}

        /**
         * It is not; nothing is left of it.
         *
         * @param refusal why, and what to do
         */
        record Refused(Refusal refusal) implements Outcome {}
    }

    /** Starts the helper and attaches to what {@code options} ask for. */
    public static Outcome start(TraceOptions options) {
        return switch (HelperBinary.find()) {
            case HelperBinary.Search.Missing(Refusal refusal) -> new Outcome.Refused(refusal);
            case HelperBinary.Search.Found(Path binary) -> start(binary, options);
        };
    }

    /** As {@link #start(TraceOptions)} with a helper of the caller's choice. */
    public static Outcome start(Path helper, TraceOptions options) {
        if (options.target() instanceof TraceTarget.Command command) {
            Optional<Refusal> unusable = TracedCommand.check(command.arguments().getFirst());
            if (unusable.isPresent()) {
                return new Outcome.Refused(unusable.get());
            }
        }
        Thread warmUp = WarmUp.start();
        Started helperStarted = HelperLauncher.start(helper, options);
        return switch (helperStarted) {
            case Started.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
            case Started.Running(HelperLink link) -> switch (KernelSource.open(link)) {
                case SysResult.Failed<KernelSource>(SysError error) -> new Outcome.Refused(new Refusal(
                        Refusal.Cause.SYSTEM, "reading the kernel's events", error.text(), error.fix()));
                case SysResult.Ok<KernelSource>(KernelSource source) -> {
                    await(warmUp);
                    yield follow(source, options.target());
                }
            };
        };
    }

    private static void await(Thread warmUp) {
        try {
            warmUp.join();
        } catch (InterruptedException e) {
            // Being warm is only better, not needed; the interrupt is the caller's.
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome follow(KernelSource source, TraceTarget target) {
        return switch (target) {
            case TraceTarget.Everything ignored -> new Outcome.Attached(new LiveTrace(source, Optional.empty()));
            case TraceTarget.Processes ignored -> new Outcome.Attached(new LiveTrace(source, Optional.empty()));
            case TraceTarget.User ignored -> new Outcome.Attached(new LiveTrace(source, Optional.empty()));
            case TraceTarget.Command command -> follow(source, command);
        };
    }

    private static Outcome follow(KernelSource source, TraceTarget.Command command) {
        try {
            TracedCommand started = TracedCommand.start(command);
            Optional<Refusal> refusal = source.helper().addProcess(started.pid());
            if (refusal.isEmpty()) {
                return new Outcome.Attached(new LiveTrace(source, Optional.of(started)));
            }
            started.close();
            source.close();
            return new Outcome.Refused(refusal.get());
        } catch (IOException e) {
            source.close();
            return new Outcome.Refused(new Refusal(Refusal.Cause.SYSTEM,
                    "starting " + command.arguments().getFirst(), String.valueOf(e.getMessage()), ""));
        }
    }

    @Override
    public KernelSource source() {
        return source;
    }

    @Override
    public Optional<TracedCommand> followed() {
        return command;
    }

    @Override
    public void close() {
        source.close();
        command.ifPresent(TracedCommand::close);
    }
}

package dev.ringspect.server.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.ringspect.protocol.filter.KernelFilter;
import dev.ringspect.protocol.filter.TrafficFilter;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Severities;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.SessionRun;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code trace}: live requests, decoded. */
@Command(name = "trace", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Shows io_uring requests as the kernel took them, decoded by declared layouts.",
        "Say whose: one or more processes, a user, everything, or a command to start."})
public final class Trace implements Callable<Integer> {
    private static final double LONGEST_SECONDS = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Terminal terminal;

    @Option(names = {"-p",
            "--pid"}, paramLabel = "PID", description = "A process, the children it has and those that they make from now on; may be repeated.")
    private List<Integer> pids = List.of();

    @Option(names = "--all", description = "Everything this user may see.")
    private boolean all;

    @Option(names = "--user", paramLabel = "NAME|UID", description = "Everything of this user that you may see.")
    private @Nullable String user;

    @Parameters(paramLabel = "CMD", arity = "0..*", description = "After --: a command and its arguments, started once the trace is attached.")
    private List<String> command = List.of();

    @Option(names = "--protocol", paramLabel = "FILE", description = "A .uring file that declares commands; may be repeated.")
    private List<Path> protocols = List.of();

    @Option(names = "--filter", paramLabel = "E", description = "Only requests for which this expression is true, such as 'opcode == URING_CMD && res < 0' or 'latency > 1ms'.")
    private @Nullable String filter;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(names = "--duration", paramLabel = "S", description = "End after S seconds.")
    private @Nullable Double duration;

    @Option(names = "--fail-on", paramLabel = "SEVERITY", description = "Exit code 1 when a finding reaches error, warning or info.")
    private @Nullable String failOn;

    @Option(names = "--ring-bytes", paramLabel = "N", hidden = true, description = "Size of the kernel's event buffer, a power of two.")
    private int ringBytes = TraceOptions.USUAL_RING_BYTES;

    public Trace(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<String> wrong = wrongUsage();
        if (wrong.isPresent()) {
            terminal.say("ringspect: " + wrong.get() + "; see ringspect trace --help");
            return Exit.USAGE;
        }
        return switch (LoadedProtocols.of(protocols)) {
            case LoadedProtocols.Loaded.Unusable(List<String> reasons) -> {
                reasons.forEach(terminal::say);
                yield Exit.USAGE;
            }
            case LoadedProtocols.Loaded.Usable(LoadedProtocols meanings) -> {
                meanings.warnings().forEach(terminal::say);
                yield filtered(meanings);
            }
        };
    }

    private int filtered(LoadedProtocols meanings) {
        if (filter == null) {
            return run(meanings, Optional.empty(), KernelFilter.EVERYTHING);
        }
        return switch (TrafficFilter.compile(filter, meanings.protocols())) {
            case TrafficFilter.Compiled.Wrong(List<String> reasons) -> {
                reasons.forEach(terminal::say);
                yield Exit.USAGE;
            }
            case TrafficFilter.Compiled.Ready(TrafficFilter ready, KernelFilter kernel) ->
                run(meanings, Optional.of(ready), kernel);
        };
    }

    private int run(LoadedProtocols meanings, Optional<TrafficFilter> passing, KernelFilter kernel) {
        Optional<TraceTarget> target = target();
        if (target.isEmpty()) {
            terminal.say("ringspect: --user: this machine knows no user " + user
                    + "; give a name or a number as 'id' knows it");
            return Exit.USAGE;
        }
        TraceOptions options = new TraceOptions(target.get(), kernel.opcodes(), kernel.cmdOps(), ringBytes);
        Optional<Severity> failing = Optional.ofNullable(failOn).flatMap(Severities::named);
        return switch (TraceRun.start(options)) {
            case TraceRun.Start.Refused(Refusal refusal) -> terminal.finish(refused(refusal));
            case TraceRun.Start.Attached(TraceRun run) -> {
                try (run;
                        TraceAudience audience = new TraceAudience(terminal, meanings, run, passing, json, failing)) {
                    yield read(run, audience);
                } catch (IOException e) {
                    terminal.say("ringspect: " + e.getMessage());
                    yield Exit.REFUSED;
                }
            }
        };
    }

    private int read(TraceRun run, TraceAudience audience) throws IOException {
        int exit = switch (run.read(maxMillis(), audience)) {
            case TraceRun.Outcome.Refused(Refusal refusal) -> refused(refusal);
            case TraceRun.Outcome.Over(SessionRun.Ended ended) -> audience.end(ended);
        };
        int code = terminal.finish(exit);
        audience.finished(code);
        return code;
    }

    private int refused(Refusal refusal) {
        terminal.say("ringspect: " + refusal.text());
        return switch (refusal.cause()) {
            case INPUT -> Exit.USAGE;
            case SYSTEM -> Exit.REFUSED;
        };
    }

    /** Empty when the user is not known. */
    private Optional<TraceTarget> target() {
        if (user != null) {
            return UserId.of(user).map(TraceTarget.User::new);
        }
        if (all) {
            return Optional.of(new TraceTarget.Everything());
        }
        return Optional.of(
                command.isEmpty() ? new TraceTarget.Processes(pids) : new TraceTarget.Command(command, true));
    }

    private long maxMillis() {
        return duration == null ? Long.MAX_VALUE : Math.round(duration * MILLIS_PER_SECOND);
    }

    private Optional<String> wrongUsage() {
        int targets = (pids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (user != null ? 1 : 0) + (command.isEmpty() ? 0 : 1);
        if (targets != 1) {
            return Optional.of(targets == 0
                    ? "whose requests? give -p PID, --user NAME, --all, or -- CMD"
                    : "only one of -p, --user, --all and -- CMD can be traced at a time");
        }
        if (pids.stream().anyMatch(pid -> pid <= 0)) {
            return Optional.of("a process id is a positive number");
        }
        if (duration != null && !(duration > 0 && duration < LONGEST_SECONDS)) {
            return Optional.of("--duration takes a positive number of seconds");
        }
        if (failOn != null && Severities.named(failOn).isEmpty()) {
            return Optional.of("--fail-on takes error, warning or info, not " + failOn);
        }
        if (Integer.bitCount(ringBytes) != 1 || ringBytes < 4096) {
            return Optional.of("--ring-bytes takes a power of two, 4096 or more");
        }
        return Optional.empty();
    }
}

package dev.ringspect.server.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Installation;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.server.cli.trace.CommandText;
import dev.ringspect.server.cli.trace.LoadedProtocols;
import dev.ringspect.server.cli.trace.RequestReading;
import dev.ringspect.server.cli.trace.RequestText;
import dev.ringspect.server.cli.trace.TextPrinter;
import dev.ringspect.server.cli.trace.TraceRun;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionRun;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import picocli.CommandLine.Command;

/** {@code demo}: real traffic on this machine, decoded by a declared layout, with findings. */
@Command(name = "demo", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Makes io_uring traffic on this machine, traces it, and shows what it proved. A few seconds; no arguments.",
        "Exit code 3 where the kernel can't be traced, with the reason and what to do."})
public final class Demo implements Callable<Integer> {
    private static final long LONGEST_MILLIS = 60_000;
    private static final String COLUMNS = "  %-3s %-22s %-18s %13s %9s  %s";
    private static final String INDENT = "  ";

    private final Terminal terminal;

    public Demo(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path protocol = nearest(Installation.demoProtocol());
        return switch (LoadedProtocols.of(List.of(protocol))) {
            case LoadedProtocols.Loaded.Unusable(List<String> reasons) -> {
                reasons.forEach(terminal::say);
                yield Exit.USAGE;
            }
            case LoadedProtocols.Loaded.Usable(LoadedProtocols meanings) -> run(meanings, protocol);
        };
    }

    /** The shorter name of a file below the working directory. */
    private static Path nearest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }

    private int run(LoadedProtocols meanings, Path protocol) throws IOException {
        terminal.say("ringspect: tracing a child process that talks to the kernel through io_uring ...");
        TraceOptions options = TraceOptions.of(new TraceTarget.Command(DemoTraffic.command(DemoTraffic.BURST), true));
        DemoAudience audience = new DemoAudience();
        return switch (TraceRun.start(options)) {
            case TraceRun.Start.Refused(Refusal refusal) -> refused(refusal);
            // Ctrl-C may end the demo as it ends any program: nothing is to be summed up.
            case TraceRun.Start.Attached(TraceRun run) -> switch (run.read(LONGEST_MILLIS, audience)) {
                case TraceRun.Outcome.Refused(Refusal refusal) -> refused(refusal);
                case TraceRun.Outcome.Over(SessionRun.Ended ended) -> show(ended, audience, meanings, protocol);
            };
        };
    }

    private int refused(Refusal refusal) {
        terminal.say("ringspect: this kernel can't be traced now: " + refusal.text());
        terminal.say("ringspect: " + Installation.launcher()
                + " doctor says what is missing and each way to give it");
        return Exit.REFUSED;
    }

    private int show(SessionRun.Ended ended, DemoAudience audience, LoadedProtocols meanings, Path protocol) {
        boolean well = ended.end().cause() == SessionEnd.Cause.STOPPED && ended.exitStatus().orElse(1) == 0;
        if (!well) {
            terminal.say("ringspect: the demo's own traffic did not come to its end: " + ended.end().reason());
            return Exit.REFUSED;
        }
        RequestReading reading = new RequestReading(meanings, ended.machine().kernel(), true);
        CommandText command = new CommandText();
        terminal.print("What the kernel was told, decoded by " + protocol + " and the built-in protocols:");
        terminal.print("");
        terminal.print(terminal.paint(Terminal.Ink.STRONG,
                COLUMNS.formatted("#", "file", "command", "result", "latency", "values")));
        for (Request request : audience.single()) {
            ReadRequest read = reading.read(request);
            terminal.print(COLUMNS.formatted(request.seq(), RequestText.printable(request.device()),
                    text(out -> command.name(out, read)), text(out -> RequestText.result(out, request)),
                    text(out -> RequestText.latency(out, request)), text(out -> command.values(out, read)))
                    .stripTrailing());
        }
        findings(reading);
        burst(ended, audience);
        next(protocol);
        terminal.flush();
        return Exit.DONE;
    }

    private static String text(Consumer<LineBuffer> writer) {
        LineBuffer out = new LineBuffer();
        writer.accept(out);
        return out.take();
    }

    private void findings(RequestReading reading) {
        terminal.print("");
        terminal.print("What that proved:");
        terminal.print("");
        for (TrafficFinding finding : sorted(reading.findings())) {
            terminal.print(INDENT + terminal.paint(Terminal.inkOf(finding.finding().severity()),
                    reading.line(finding.finding())) + TextPrinter.times(finding));
        }
    }

    private static List<TrafficFinding> sorted(List<TrafficFinding> findings) {
        return findings.stream().sorted(Comparator.comparingLong(TrafficFinding::firstSeq)).toList();
    }

    private void burst(SessionRun.Ended ended, DemoAudience audience) {
        long lost = ended.statistics().losses().total();
        terminal.print("");
        terminal.print(String.format(Locale.ROOT, "Then %,d commands as fast as they go: %,d seen, %,d events lost.",
                DemoTraffic.BURST, audience.burst(), lost));
    }

    private void next(Path protocol) {
        Path launcher = nearest(Installation.launcher());
        String command = launcher.isAbsolute() ? launcher.toString() : "./" + launcher;
        terminal.print("");
        terminal.print("Next:");
        terminal.print(INDENT + "change " + protocol + " and run this again: the bytes stay, what they mean changes");
        terminal.print(INDENT + command + " layout " + protocol + "            offsets, sizes, holes");
        terminal.print(INDENT + command + " trace --protocol FILE -- PROGRAM     your own program's commands");
    }
}

package dev.ringspect.server.cli.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.report.Baseline;
import dev.ringspect.protocol.report.SarifLog;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Severities;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import dev.ringspect.server.cli.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: static inspections over files and trees. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Inspects .uring files, and what matters to io_uring commands in C and Rust files.",
        "Exit code 1 when a finding reaches --severity."})
public final class CheckCommand implements Callable<Integer> {
    /** The largest baseline that is read, in bytes: some 100,000 findings. */
    private static final int LARGEST_BASELINE = 64 << 20;

    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files, and folders to look for .uring, C, C++ and Rust files in; this folder by default.")
    private List<Path> paths = List.of(Path.of("."));

    @Option(names = "--severity", paramLabel = "S", description = "error, warning (the default) or info.")
    private String threshold = Severity.WARNING.word();

    @Option(names = "--format", paramLabel = "F", description = "text (the default) or sarif.")
    private String format = "text";

    @Option(names = "--baseline", paramLabel = "FILE", description = "Leave out the findings that FILE has.")
    private @Nullable Path baseline;

    @Option(names = "--write-baseline", paramLabel = "FILE", description = "Write the findings to FILE, report none, and end with 0; with 2 and unwritten when a PATH could not be read.")
    private @Nullable Path written;

    @Option(names = "-I", paramLabel = "FOLDER", description = "Look for the headers that C and .uring files include here first.")
    private List<Path> includePaths = List.of();

    @Option(names = "-D", paramLabel = "NAME[=VALUE]", description = "Define a macro before a C file is read.")
    private List<String> defines = List.of();

    @Option(names = "--compile-commands", paramLabel = "FILE", description = "Take the folders and macros of each C file from FILE; the nearest compile_commands.json of the first PATH by default.")
    private @Nullable Path compileCommands;

    public CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Severity reached = Severities.named(threshold).orElse(null);
        if (reached == null) {
            return usage("--severity takes " + Severities.WORDS + ", not " + threshold);
        }
        if (!format.equals("text") && !format.equals("sarif")) {
            return usage("--format takes text or sarif, not " + format);
        }
        Optional<InspectionSettings> settings = settings();
        if (settings.isEmpty()) {
            return Exit.USAGE;
        }
        Optional<CompileCommands> commands = commands();
        if (commands.isEmpty()) {
            return Exit.USAGE;
        }
        CheckedTree tree = CheckedTree.of(paths, settings.get(), includePaths, defines, commands.get());
        tree.unusable().forEach(reason -> terminal.say("ringspect: " + reason));
        tree.remarks().forEach(reason -> terminal.say("ringspect: " + reason));
        if (written != null && !tree.unusable().isEmpty()) {
            return usage("the baseline " + written
                    + " is not written: findings of what could not be read would be new in it later");
        }
        if (written != null) {
            return write(written, Baseline.write(tree.findings(), tree.places()));
        }
        List<Finding> findings = tree.findings();
        if (baseline != null) {
            Optional<Baseline> known = read(baseline);
            if (known.isEmpty()) {
                return Exit.USAGE;
            }
            findings = known.get().without(findings, tree.places());
        }
        if (format.equals("sarif")) {
            terminal.print(SarifLog.of(findings, tree.places(), Path.of("").toUri().toString(),
                    Version.ofThisBuild(), CheckCommand::page));
        } else {
            FindingText text = new FindingText(terminal, tree.places());
            findings.forEach(text::print);
            tree.amount().say(terminal);
        }
        boolean found = findings.stream().anyMatch(finding -> finding.severity().reaches(reached));
        return !tree.unusable().isEmpty() ? Exit.USAGE : found ? Exit.FOUND : Exit.DONE;
    }

    /** How the project compiles its files; empty when what says so cannot be used, since it would not be followed. */
    private Optional<CompileCommands> commands() {
        Optional<Path> file = Optional.ofNullable(compileCommands)
                .or(() -> CompileCommands.nearest(paths.getFirst()));
        if (file.isEmpty()) {
            return Optional.of(CompileCommands.NONE);
        }
        return switch (CompileCommands.read(file.get())) {
            case CompileCommands.Read.Usable(CompileCommands commands) -> Optional.of(commands);
            case CompileCommands.Read.Unusable(String reason) -> {
                terminal.say("ringspect: " + reason);
                yield Optional.empty();
            }
        };
    }

    private int usage(String message) {
        terminal.say("ringspect: " + message);
        return Exit.USAGE;
    }

    /** The nearest {@code ringspect.json} in or above the first path; empty when there is one that cannot be used. */
    private Optional<InspectionSettings> settings() {
        Optional<Path> file = SettingsFile.nearest(paths.getFirst());
        return file.isPresent() ? settings(file.get()) : Optional.of(InspectionSettings.DEFAULT);
    }

    private Optional<InspectionSettings> settings(Path file) {
        try {
            SourceText text = SourceText.of(file.toString(),
                    new String(RegularFile.read(file, Sources.LARGEST), StandardCharsets.UTF_8));
            SettingsFile read = SettingsFile.parse(text);
            for (Problem problem : read.problems()) {
                terminal.say(problem.line(text));
            }
            boolean usable = read.problems().stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
            return usable ? Optional.of(read.settings()) : Optional.empty();
        } catch (IOException unreadable) {
            terminal.say("ringspect: cannot read " + file + ": " + RegularFile.reason(unreadable));
            return Optional.empty();
        }
    }

    private Optional<Baseline> read(Path file) {
        try {
            Optional<Baseline> known = Baseline
                    .read(new String(RegularFile.read(file, LARGEST_BASELINE), StandardCharsets.UTF_8));
            if (known.isEmpty()) {
                terminal.say("ringspect: " + file + " is no baseline; make one by --write-baseline " + file);
            }
            return known;
        } catch (IOException unreadable) {
            terminal.say("ringspect: cannot read the baseline " + file + ": " + RegularFile.reason(unreadable)
                    + "; make one by --write-baseline " + file);
            return Optional.empty();
        }
    }

    private int write(Path file, String text) {
        try {
            WholeFile.write(file, text);
            return Exit.DONE;
        } catch (IOException unwritable) {
            return usage("cannot write the baseline " + file + ": " + RegularFile.reason(unwritable));
        }
    }

    /** The page of an inspection, where the installation has it. */
    private static Optional<String> page(String id) {
        String home = System.getProperty("ringspect.home");
        if (home == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(Path.of(home, "docs", "inspections", id + ".md")));
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}

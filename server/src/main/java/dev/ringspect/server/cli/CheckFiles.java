package dev.ringspect.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: static inspections over files and trees. */
@Command(name = "check", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
        "Inspects .uring files, one line a finding: file:line:column: severity: message [id].",
        "Exit code 1 when one reaches --severity."})
final class CheckFiles implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files, and folders to look for .uring files in.")
    private List<Path> paths = List.of();

    @Option(names = "--severity", paramLabel = "S", description = "error, warning (the default) or info.")
    private String threshold = Severity.WARNING.word();

    CheckFiles(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Something found at an offset of a file; {@code id} is empty for what the language itself forbids. */
    private record Item(int offset, Severity severity, String message, String id) {}

    @Override
    public Integer call() {
        Severity reached = Severities.named(threshold).orElse(null);
        if (reached == null) {
            terminal.say("ringspect: --severity takes " + Severities.WORDS + ", not " + threshold);
            return Exit.USAGE;
        }
        boolean usable = true;
        boolean found = false;
        for (Path path : paths) {
            for (Path file : files(path)) {
                switch (UringFiles.read(file)) {
                    case UringFiles.Read.Unusable(String reason) -> {
                        terminal.say("ringspect: " + reason);
                        usable = false;
                    }
                    case UringFiles.Read.Usable(ProtocolModel model) -> found |= print(model, reached);
                }
            }
        }
        return !usable ? Exit.USAGE : found ? Exit.FOUND : Exit.DONE;
    }

    /** The .uring files below a folder, by name; anything else as it is. */
    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> below = Files.walk(path)) {
            return below.filter(file -> file.toString().endsWith(".uring") && Files.isRegularFile(file)).sorted()
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            // Reading the folder as a file gives the message that names it.
            return List.of(path);
        }
    }

    private boolean print(ProtocolModel model, Severity reached) {
        List<Item> items = new ArrayList<>();
        for (Problem problem : model.problems()) {
            items.add(new Item(problem.span().start(), problem.severity(), problem.message(), ""));
        }
        for (Finding finding : Inspections.of(model)) {
            int offset = finding.where().map(where -> where.span().start()).orElse(0);
            items.add(new Item(offset, finding.severity(), finding.message(), finding.id()));
        }
        items.sort(Comparator.comparingInt(Item::offset));
        for (Item item : items) {
            terminal.print(UringFiles.line(model.source(), item.offset, item.severity, item.message)
                    + (item.id.isEmpty() ? "" : " [" + item.id + "]"));
        }
        return items.stream().anyMatch(item -> item.severity.reaches(reached));
    }
}

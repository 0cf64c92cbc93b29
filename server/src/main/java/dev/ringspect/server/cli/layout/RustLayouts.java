package dev.ringspect.server.cli.layout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.rust.RustAnswer;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustTarget;
import dev.ringspect.protocol.syntax.rust.RustTypes;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;

/** {@code layout} of a Rust source: what Rust promises, and why it does not where it does not. */
final class RustLayouts {
    private final Terminal terminal;
    private final LayoutEngine engine;
    private final List<StructLayout> layouts = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    RustLayouts(Terminal terminal, Abi abi) {
        this.terminal = terminal;
        this.engine = new LayoutEngine(abi);
    }

    int print(Path file, List<String> names, boolean json) {
        return switch (Sources.disk().read(file.toAbsolutePath().normalize().toUri().toString())) {
            case Sources.Read.Unreadable(String uri, String reason) -> {
                terminal.say("ringspect: " + reason.replace(uri, file.toString()));
                yield Exit.USAGE;
            }
            // Findings carry the name that the user gave.
            case Sources.Read.Found(SourceText text) ->
                print(RustFile.parse(SourceText.of(file.toString(), text.text())), names, json);
        };
    }

    private int print(RustFile file, List<String> names, boolean json) {
        problems.addAll(file.problems());
        boolean usable = problems.isEmpty();
        RustTypes types = new RustTypes(file, RustTarget.of(engine.abi()));
        if (names.isEmpty()) {
            types.declared().forEach(declared -> add(declared.item(), declared.answer(), Severity.INFO));
        }
        for (String name : names) {
            List<RustItem> found = called(file, name);
            if (found.isEmpty()) {
                terminal.say("ringspect: " + file.source().uri() + " declares no struct, union or enum " + name
                        + Spelling.hint(name, file.items().stream().filter(RustLayouts::hasLayout)
                                .map(RustItem::name).toList()));
                usable = false;
            }
            for (RustItem item : found) {
                usable &= add(item, types.layoutOf(item), Severity.ERROR);
            }
        }
        problems.sort(Comparator.comparingInt(problem -> problem.span().start()));
        new LayoutReport(engine.abi(), file.source(), layouts, problems).print(terminal, json);
        return usable ? Exit.DONE : Exit.USAGE;
    }

    /** {@code name} may carry the keyword, as in {@code "struct Point"}. */
    private static List<RustItem> called(RustFile file, String name) {
        String tag = name.substring(name.indexOf(' ') + 1).strip();
        return file.items().stream().filter(item -> item.name().equals(tag))
                .filter(RustLayouts::hasLayout).toList();
    }

    private static boolean hasLayout(RustItem item) {
        return item instanceof RustItem.Struct || item instanceof RustItem.Enumeration
                || item instanceof RustItem.Alias;
    }

    /** Adds an item's layout, or a problem of {@code severity} with the reason why it has none. */
    private boolean add(RustItem item, RustAnswer answer, Severity severity) {
        Span name = item.head().nameSpan();
        switch (answer) {
            case RustAnswer.Known(Type type, String assumed) -> {
                if (!assumed.isEmpty()) {
                    problems.add(new Problem(name, Severity.INFO, "assumed: " + assumed));
                }
                if (type.bare() instanceof Type.Struct struct) {
                    layouts.add(engine.layout(struct));
                } else if (severity == Severity.ERROR) {
                    problems.add(new Problem(name, Severity.INFO, item.name() + " has " + engine.sizeOf(type)
                            + " bytes, aligned to " + engine.alignOf(type)));
                }
                return true;
            }
            case RustAnswer.Unspecified(String reason, Span _) -> {
                problems.add(
                        new Problem(name, severity, "the layout of " + item.name() + " is unspecified: " + reason));
                return false;
            }
        }
    }
}

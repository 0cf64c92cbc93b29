package dev.ringspect.server.cli.layout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;

/** {@code layout} of a C header or source. */
final class HeaderLayouts {
    private final Terminal terminal;
    private final CConfiguration configuration;

    HeaderLayouts(Terminal terminal, CConfiguration configuration) {
        this.terminal = terminal;
        this.configuration = configuration;
    }

    private static Optional<String> unusable(Path file) {
        try {
            RegularFile.size(file);
            return Files.isReadable(file) ? Optional.empty() : Optional.of("permission denied");
        } catch (IOException refused) {
            return Optional.of(RegularFile.reason(refused));
        }
    }

    int print(Path file, List<String> names, boolean json) {
        Optional<String> unusable = unusable(file);
        if (unusable.isPresent()) {
            terminal.say("ringspect: cannot read " + file + ": " + unusable.get());
            return Exit.USAGE;
        }
        String uri = file.toAbsolutePath().normalize().toUri().toString();
        CTranslationUnit unit = CTranslationUnit.parseLone(Sources.disk(), uri, configuration);
        List<Problem> problems = new ArrayList<>();
        unit.assumptions().forEach(
                assumed -> problems.add(new Problem(new Span(0, 0), Severity.INFO, "assumed: " + assumed)));
        problems.addAll(unit.problems());
        List<Type.Struct> wanted = names.isEmpty() ? all(unit, uri, json) : new ArrayList<>();
        boolean found = true;
        for (String name : names) {
            List<Type.Struct> called = called(unit, name);
            if (called.isEmpty()) {
                terminal.say("ringspect: " + file + " declares no struct or union " + name
                        + Spelling.hint(tag(name), named(unit)));
                found = false;
            }
            wanted.addAll(called);
        }
        List<StructLayout> layouts = new ArrayList<>();
        for (Type.Struct type : wanted) {
            String why = unit.unknown(type).orElse("");
            if (why.isEmpty()) {
                layouts.add(unit.layout(type));
            } else {
                problems.add(new Problem(spanIn(type, uri), Severity.ERROR,
                        type.display() + " has no layout: " + why));
            }
        }
        report(unit, layouts, problems, json);
        boolean broken = problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        return found && !broken ? Exit.DONE : Exit.USAGE;
    }

    private void report(CTranslationUnit unit, List<StructLayout> layouts, List<Problem> problems, boolean json) {
        LayoutPrinter printer = new LayoutPrinter(unit::source);
        SourceText source = unit.source();
        if (json) {
            terminal.print(printer.json(unit.abi(), layouts, List.of(), problems, source));
        } else if (!layouts.isEmpty()) {
            terminal.print(layouts.stream().map(printer::text).collect(Collectors.joining("\n")).stripTrailing());
        }
        String name = LayoutPrinter.file(source.uri());
        for (Problem problem : problems) {
            terminal.say(name + ":" + source.position(problem.span().start()).display() + ": "
                    + problem.severity().word() + ": " + problem.message());
        }
    }

    /** Programs get the whole unit, people what stands in the file that they named. */
    private static List<Type.Struct> all(CTranslationUnit unit, String uri, boolean json) {
        return unit.structs().stream()
                .filter(type -> json || type.where().map(Location::source).orElse("").equals(uri))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Types called so by their tag or, where they have none, by a typedef. */
    private static List<Type.Struct> called(CTranslationUnit unit, String name) {
        List<Type.Struct> found = unit.structs().stream().filter(type -> Layout.isCalled(type, name))
                .collect(Collectors.toCollection(ArrayList::new));
        if (found.isEmpty() && unit.type(name).map(Type::bare).orElse(null) instanceof Type.Struct struct) {
            found.add(struct);
        }
        return found;
    }

    /** What types can be called by: their tags, else their typedefs. */
    private static List<String> named(CTranslationUnit unit) {
        List<String> names = new ArrayList<>();
        unit.structs().forEach(type -> names.add(type.name()));
        unit.typedefs().forEach((name, type) -> {
            if (type.bare() instanceof Type.Struct) {
                names.add(name);
            }
        });
        return names;
    }

    private static String tag(String name) {
        return name.substring(name.indexOf(' ') + 1).strip();
    }

    private static Span spanIn(Type.Struct type, String uri) {
        return type.where().filter(where -> where.source().equals(uri)).map(Location::span).orElse(new Span(0, 0));
    }
}

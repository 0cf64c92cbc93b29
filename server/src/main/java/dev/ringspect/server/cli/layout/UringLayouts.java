package dev.ringspect.server.cli.layout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.filter.CapturedTargets;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.CapturedTarget;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.BtfFiles;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.NamedProtocolFile;
import dev.ringspect.server.cli.terminal.Terminal;

/** What {@code layout} prints of a file in the layout language. */
final class UringLayouts {
    private final Terminal terminal;
    private final CConfiguration configuration;
    private final Abi abi;

    UringLayouts(Terminal terminal, CConfiguration configuration) {
        this.terminal = terminal;
        this.configuration = configuration;
        this.abi = configuration.abi();
    }

    int print(Path file, List<String> names, boolean json) {
        Environment environment = new Environment(Sources.disk(), configuration, new BtfFiles());
        return switch (NamedProtocolFile.read(file, environment)) {
            case NamedProtocolFile.Read.Unusable(String reason) -> {
                terminal.say("ringspect: " + reason);
                yield Exit.USAGE;
            }
            case NamedProtocolFile.Read.Usable(ProtocolModel model) -> print(model, names, json);
        };
    }

    private int print(ProtocolModel model, List<String> names, boolean json) {
        List<Type.Struct> wanted = new ArrayList<>();
        boolean usable = true;
        for (String name : names) {
            List<Type.Struct> found = called(model, name);
            if (found.isEmpty()) {
                terminal.say("ringspect: " + model.source().uri() + " declares no struct or union " + name
                        + Spelling.hint(name, model.allStructs().stream().map(Type.Struct::name).toList()));
                usable = false;
            }
            wanted.addAll(found);
        }
        if (names.isEmpty()) {
            wanted.addAll(json ? model.allStructs() : forPeople(model));
        }
        List<Problem> problems = new ArrayList<>(model.problems());
        List<StructLayout> layouts = layouts(model, wanted, problems);
        Map<String, Optional<SourceText>> texts = new HashMap<>();
        LayoutPrinter printer = new LayoutPrinter(uri -> texts.computeIfAbsent(uri, file -> text(model, file)));
        Map<Integer, String> notes = new HashMap<>();
        List<CapturedTarget> captures = new ArrayList<>();
        for (int i = 0; i < layouts.size(); i++) {
            List<CapturedTarget> ofStruct = captured(model, layouts.get(i).type());
            captures.addAll(ofStruct);
            notes.put(i, ofStruct.stream().map(capture -> "/* " + capture.text() + " */\n")
                    .collect(Collectors.joining()));
        }
        model.protocol().stream().flatMap(protocol -> protocol.commands().stream())
                .filter(command -> names.isEmpty() || command.payload().filter(wanted::contains).isPresent())
                .forEach(command -> captures.addAll(CapturedTargets.of(command)));
        new LayoutReport(abi, model.source(), layouts, notes, List.of(), captures, problems)
                .print(terminal, json, printer);
        boolean broken = problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        return usable && !broken ? Exit.DONE : Exit.USAGE;
    }

    private static List<CapturedTarget> captured(ProtocolModel model, Type.Struct struct) {
        return model.protocol().map(protocol -> CapturedTargets.of(protocol, struct)).orElse(List.of());
    }

    private List<StructLayout> layouts(ProtocolModel model, List<Type.Struct> wanted, List<Problem> problems) {
        LayoutEngine engine = new LayoutEngine(abi);
        List<StructLayout> layouts = new ArrayList<>();
        for (Type.Struct struct : wanted) {
            model.unknown(struct).ifPresentOrElse(
                    why -> problems.add(
                            new Problem(new Span(0, 0), Severity.ERROR,
                                    struct.display() + " has no layout: " + why)),
                    () -> layouts.add(engine.layout(struct)));
        }
        return layouts;
    }

    /** What the file itself declares; of a file that only imports, what its commands use. */
    private static List<Type.Struct> forPeople(ProtocolModel model) {
        if (!model.structs().isEmpty()) {
            return model.structs();
        }
        Set<Type.Struct> used = new LinkedHashSet<>(model.importedStructs());
        model.protocol().ifPresent(protocol -> protocol.commands().stream()
                .flatMap(command -> Stream.concat(command.payload().stream(), command.pdu().stream()))
                .forEach(used::add));
        return List.copyOf(used);
    }

    /** Types called so by their tag, or by a typedef; an imported BTF file is asked, too. */
    private static List<Type.Struct> called(ProtocolModel model, String name) {
        List<Type.Struct> found = model.allStructs().stream().filter(struct -> Layout.isCalled(struct, name)).toList();
        return found.isEmpty()
                ? Stream.of(name, "struct " + name, "union " + name).flatMap(each -> model.type(each).stream())
                        .map(Type::bare).filter(Type.Struct.class::isInstance).map(Type.Struct.class::cast).limit(1)
                        .toList()
                : found;
    }

    private static Optional<SourceText> text(ProtocolModel model, String uri) {
        if (uri.equals(model.source().uri())) {
            return Optional.of(model.source());
        }
        return switch (Sources.disk().read(uri)) {
            case Sources.Read.Found(SourceText text) -> Optional.of(text);
            case Sources.Read.Unreadable _ -> Optional.empty();
        };
    }
}

package dev.ringspect.server.cli.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.CapturedTarget;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.cli.terminal.Terminal;

/**
 * What the subcommand found in one file.
 *
 * @param abi the ABI that the layouts are for
 * @param source the file; without characters where it is no text
 * @param notes what else is to be said to people about a layout, lines, by its place
 * @param enums enums that were asked for
 * @param captures what a trace may copy, for programs; people get those of structs among the notes
 */
record LayoutReport(Abi abi, SourceText source, List<StructLayout> layouts, Map<Integer, String> notes,
        List<Type.EnumType> enums, List<CapturedTarget> captures, List<Problem> problems) {
    LayoutReport {
        captures = List.copyOf(captures);
        layouts = List.copyOf(layouts);
        notes = Map.copyOf(notes);
        enums = List.copyOf(enums);
        problems = List.copyOf(problems);
    }

    /** Structs and unions alone. */
    LayoutReport(Abi abi, SourceText source, List<StructLayout> layouts, List<Problem> problems) {
        this(abi, source, layouts, Map.of(), List.of(), List.of(), problems);
    }

    void print(Terminal terminal, boolean json) {
        print(terminal, json, LayoutPrinter.of(source));
    }

    /** The same where types stand in several files, which {@code printer} knows. */
    void print(Terminal terminal, boolean json, LayoutPrinter printer) {
        if (json) {
            terminal.print(printer.json(abi, layouts, captures, problems, source));
        } else {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < layouts.size(); i++) {
                texts.add(printer.text(layouts.get(i)) + notes.getOrDefault(i, ""));
            }
            enums.forEach(type -> texts.add(printer.text(type, abi)));
            String ofCommands = captures.stream().filter(capture -> capture.about().startsWith("command "))
                    .map(capture -> "/* " + capture.about() + ": " + capture.text() + " */\n")
                    .collect(Collectors.joining());
            Stream.of(ofCommands).filter(lines -> !lines.isEmpty()).forEach(texts::add);
            if (!texts.isEmpty()) {
                terminal.print(String.join("\n", texts).stripTrailing());
            }
        }
        problems.forEach(problem -> terminal.say(
                problem.line(source)));
    }
}

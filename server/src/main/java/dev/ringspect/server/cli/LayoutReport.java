package dev.ringspect.server.cli;

import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/**
 * What the subcommand found in one file.
 *
 * @param abi the ABI that the layouts are for
 * @param source the file; without characters where it is no text
 */
record LayoutReport(Abi abi, SourceText source, List<StructLayout> layouts, List<Problem> problems) {
    LayoutReport {
        layouts = List.copyOf(layouts);
        problems = List.copyOf(problems);
    }

    void print(Terminal terminal, boolean json) {
        LayoutPrinter printer = LayoutPrinter.of(source);
        if (json) {
            terminal.print(printer.json(abi, layouts, problems, source));
        } else if (!layouts.isEmpty()) {
            terminal.print(layouts.stream().map(printer::text).collect(Collectors.joining("\n")).stripTrailing());
        }
        problems.forEach(problem -> terminal.say(
                UringFiles.line(source, problem.span().start(), problem.severity(), problem.message())));
    }
}

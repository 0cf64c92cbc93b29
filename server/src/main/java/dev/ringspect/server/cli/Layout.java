package dev.ringspect.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Spelling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layout}: sizes, offsets and holes of declared types. */
@Command(name = "layout", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Prints sizes, offsets and holes of the structs and unions that a .uring file, a C header, a Rust source or BTF declares.")
final class Layout implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "A .uring file, a C header or source, a Rust source, or BTF: /sys/kernel/btf/vmlinux, a .ko, .o or .btf file.")
    private Path file = Path.of("");

    @Parameters(index = "1..*", paramLabel = "TYPE", description = "Names of structs and unions; all when none is given.")
    private List<String> names = List.of();

    @Option(names = "--abi", paramLabel = "ABI", description = "x86_64, i386, aarch64, arm or riscv64; this machine's by default.")
    private String abiName = Abi.host().word();

    @Option(names = "-I", paramLabel = "FOLDER", description = "Look for the headers that a C file includes here first.")
    private List<Path> includePaths = List.of();

    @Option(names = "-D", paramLabel = "NAME[=VALUE]", description = "Define a macro before a C file is read.")
    private List<String> defines = List.of();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    Layout(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Abi abi = Abi.named(abiName).orElse(null);
        if (abi == null) {
            terminal.say("ringspect: no ABI is called " + abiName + "; known are " + String.join(", ", Abi.words()));
            return Exit.USAGE;
        }
        if (HeaderLayouts.isC(file)) {
            CConfiguration usual = CConfiguration.of(abi);
            return new HeaderLayouts(terminal,
                    new CConfiguration(abi, includePaths, usual.system(), defines, usual.headers())).print(file, names,
                            json);
        }
        if (RustLayouts.isRust(file)) {
            return new RustLayouts(terminal, abi).print(file, names, json);
        }
        if (KernelTypeLayouts.isKernelTypes(file)) {
            return new KernelTypeLayouts(terminal).print(file, names, abi, json);
        }
        return switch (UringFiles.read(file)) {
            case UringFiles.Read.Unusable(String reason) -> {
                terminal.say("ringspect: " + reason);
                yield Exit.USAGE;
            }
            case UringFiles.Read.Usable(ProtocolModel model) -> print(model, abi);
        };
    }

    private int print(ProtocolModel model, Abi abi) {
        List<Type.Struct> wanted = new ArrayList<>();
        boolean usable = true;
        for (String name : names) {
            List<Type.Struct> found = model.structs().stream().filter(struct -> isCalled(struct, name)).toList();
            if (found.isEmpty()) {
                terminal.say("ringspect: " + file + " declares no struct or union " + name + Spelling
                        .hint(name, model.structs().stream().map(Type.Struct::name).toList()));
                usable = false;
            }
            wanted.addAll(found);
        }
        if (names.isEmpty()) {
            wanted.addAll(model.structs());
        }
        LayoutEngine engine = new LayoutEngine(abi);
        LayoutPrinter printer = LayoutPrinter.of(model.source());
        List<StructLayout> layouts = wanted.stream().map(engine::layout).toList();
        if (json) {
            terminal.print(printer.json(abi, layouts, model.problems(), model.source()));
        } else if (!layouts.isEmpty()) {
            terminal.print(layouts.stream().map(printer::text).collect(Collectors.joining("\n")).stripTrailing());
        }
        model.problems().forEach(problem -> terminal.say(
                UringFiles.line(model.source(), problem.span().start(), problem.severity(), problem.message())));
        boolean broken = model.problems().stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
        return usable && !broken ? Exit.DONE : Exit.USAGE;
    }

    /** {@code name} may carry the keyword, as in {@code "struct point"}. */
    static boolean isCalled(Type.Struct struct, String name) {
        return struct.name().equals(name) || struct.display().equals(name);
    }
}

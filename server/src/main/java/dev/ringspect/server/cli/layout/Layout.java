package dev.ringspect.server.cli.layout;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.cli.terminal.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code layout}: sizes, offsets and holes of declared types. */
@Command(name = "layout", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Prints sizes, offsets and holes of the structs and unions that a .uring file, a C header, a Rust source or BTF declares.")
public final class Layout implements Callable<Integer> {
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

    public Layout(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Abi abi = Abi.named(abiName).orElse(null);
        if (abi == null) {
            terminal.say("ringspect: no ABI is called " + abiName + "; known are " + String.join(", ", Abi.words()));
            return Exit.USAGE;
        }
        CConfiguration usual = CConfiguration.of(abi);
        CConfiguration c = new CConfiguration(abi, includePaths, usual.system(), defines, usual.headers());
        if (Language.C.isOf(file.toString())) {
            return new HeaderLayouts(terminal, c).print(file, names, json);
        }
        if (Language.RUST.isOf(file.toString())) {
            return new RustLayouts(terminal, abi).print(file, names, json);
        }
        if (KernelTypeLayouts.isKernelTypes(file)) {
            return new KernelTypeLayouts(terminal).print(file, names, abi, json);
        }
        return new UringLayouts(terminal, c).print(file, names, json);
    }

    /** {@code name} may carry the keyword, as in {@code "struct point"}. */
    static boolean isCalled(Type.Struct struct, String name) {
        return struct.name().equals(name) || struct.display().equals(name);
    }
}

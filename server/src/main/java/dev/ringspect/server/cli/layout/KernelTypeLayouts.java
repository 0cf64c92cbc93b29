package dev.ringspect.server.cli.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfSource;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.RegularFile;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;

/** {@code layout} of kernel types: BTF of the running kernel, of a module, of an object, or a raw file. */
final class KernelTypeLayouts {
    private static final Span START = new Span(0, 0);

    private final Terminal terminal;

    KernelTypeLayouts(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether a file is BTF or an ELF object, by its name or its first bytes. */
    static boolean isKernelTypes(Path file) {
        String name = file.toString();
        if (name.endsWith(".ko") || name.endsWith(".o") || name.endsWith(".btf")) {
            return true;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] first = in.readNBytes(4);
            boolean elf = first.length == 4 && first[0] == 0x7F && first[1] == 'E' && first[2] == 'L'
                    && first[3] == 'F';
            int magic = first.length < 2 ? 0 : Byte.toUnsignedInt(first[0]) << 8 | Byte.toUnsignedInt(first[1]);
            boolean btf = magic == 0x9FEB || magic == 0xEB9F;
            return elf || btf;
        } catch (IOException unreadable) {
            return false;
        }
    }

    int print(Path file, List<String> names, Abi asked, boolean json) {
        BtfParser.Result result;
        try {
            result = BtfSource.read(file);
        } catch (IOException unreadable) {
            terminal.say("ringspect: cannot read " + file + ": " + RegularFile.reason(unreadable));
            return Exit.USAGE;
        }
        BtfTypes types = new BtfTypes(result.file(), result.machine());
        List<Problem> problems = new ArrayList<>();
        result.problems().forEach(problem -> problems
                .add(new Problem(START, Severity.ERROR, problem.message() + " (byte " + problem.offset() + ")")));
        types.cut().forEach(why -> problems.add(new Problem(START, Severity.WARNING, why)));
        if (asked.pointerSize() != types.abi().pointerSize()) {
            problems.add(new Problem(START, Severity.INFO, "the file records the layouts of " + machine(result, types)
                    + "; --abi " + asked.word() + " changes nothing"));
        }
        List<BtfTypes.Named> wanted = names.isEmpty() ? types.all() : new ArrayList<>();
        List<Type.EnumType> enums = new ArrayList<>();
        boolean usable = result.problems().isEmpty();
        for (String name : names) {
            List<BtfTypes.Named> found = types.named(name);
            List<Type.EnumType> constants = found.isEmpty() ? types.enums(name) : List.of();
            enums.addAll(constants);
            if (found.isEmpty() && constants.isEmpty()) {
                terminal.say("ringspect: " + file + " has no struct, union, enum or typedef of one called " + name
                        + Spelling.hint(name.substring(name.indexOf(' ') + 1).strip(), types.names()));
                usable = false;
            }
            wanted.addAll(found);
        }
        LayoutEngine engine = new LayoutEngine(types.abi());
        List<StructLayout> layouts = wanted.stream().map(named -> engine.layout(named.struct())).toList();
        Map<Integer, String> notes = new HashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            notes.put(i, tags(types.tags(wanted.get(i).id())));
        }
        new LayoutReport(types.abi(), SourceText.of(file.toString(), ""), layouts, notes, enums, List.of(), problems)
                .print(terminal, json, LayoutPrinter.ofRecorded(machine(result, types)));
        return usable ? Exit.DONE : Exit.USAGE;
    }

    /** The machine that the file is of: raw type information says no more than its byte order and the width of its words. */
    private static String machine(BtfParser.Result result, BtfTypes types) {
        String name = result.machine().name();
        if (!name.isEmpty()) {
            return name;
        }
        return result.machine().bigEndian()
                ? "a big-endian machine of " + types.abi().pointerSize() * 8 + " bits"
                : types.abi().word();
    }

    private static String tags(List<BtfTypes.Tag> tags) {
        StringBuilder text = new StringBuilder();
        tags.forEach(tag -> text.append("/* declaration tag \"").append(tag.text()).append('"')
                .append(tag.member().isEmpty() ? "" : " of " + tag.member()).append(" */\n"));
        return text.toString();
    }
}

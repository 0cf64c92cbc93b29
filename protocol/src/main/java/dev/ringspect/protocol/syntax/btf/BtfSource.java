package dev.ringspect.protocol.syntax.btf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what a BTF file builds on: a module's types go on where those of its kernel end. */
public final class BtfSource {
    private static final long LARGEST = 1L << 30;

    private BtfSource() {}

    /**
     * Reads a raw file, or an ELF object with a {@code .BTF} section. The types of a module, which are numbered from the end
     * of its kernel's, get their base from the object's own {@code .BTF.base} section (Linux 6.11), else from a file
     * {@code vmlinux} in the same folder, else from the running kernel.
     */
    public static BtfParser.Result read(Path path) throws IOException {
        if (Files.size(path) > LARGEST) {
            return refused("the file has " + Files.size(path) + " bytes; BTF of more than 1 GiB is not read");
        }
        byte[] bytes = Files.readAllBytes(path);
        Optional<BtfFile> own = BtfParser.base(bytes);
        if (own.isPresent()) {
            return BtfParser.parseSplit(bytes, own.get());
        }
        BtfParser.Result alone = BtfParser.parse(bytes);
        if (!alone.problems().isEmpty() || !alone.file().isSplit()) {
            return alone;
        }
        Path sibling = path.resolveSibling("vmlinux");
        Path base = Files.isRegularFile(sibling) ? sibling : BtfParser.VMLINUX;
        if (!Files.isReadable(base)) {
            List<BtfProblem> problems = new ArrayList<>(alone.problems());
            problems.add(new BtfProblem(0, "these are a module's types, which build on its kernel's; put that kernel's"
                    + " vmlinux beside the file"));
            return new BtfParser.Result(alone.file(), problems);
        }
        BtfParser.Result kernel = BtfParser.parse(Files.readAllBytes(base));
        return BtfParser.parseSplit(bytes, kernel.file());
    }

    private static BtfParser.Result refused(String message) {
        return new BtfParser.Result(BtfParser.parse(new byte[0]).file(), List.of(new BtfProblem(0, message)));
    }
}

package dev.ringspect.protocol.syntax.btf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.RegularFile;

/** Finds what a BTF file builds on: a module's types go on where those of its kernel end. */
public final class BtfSource {
    private static final long LARGEST = 1L << 30;
    /** What is read into memory as a whole. */
    static final long LARGEST_ARRAY = 64 << 20;

    private BtfSource() {}

    /**
     * Reads a raw file, or an ELF object with a {@code .BTF} section. The types of a module, which are numbered from the end
     * of its kernel's, get their base from the object's own {@code .BTF.base} section (Linux 6.11), else from a file
     * {@code vmlinux} in the same folder, else from the running kernel.
     */
    public static BtfParser.Result read(Path path) throws IOException {
        long size = RegularFile.size(path);
        if (size > LARGEST) {
            return refused("the file has " + size + " bytes; BTF in a file of more than 1 GiB is not read");
        }
        try (Arena arena = Arena.ofConfined()) {
            return read(path, bytes(path, size, arena));
        }
    }

    /** Big files, such as kernels with all they have for debuggers, are not copied; little of them is looked at. */
    private static MemorySegment bytes(Path path, long size, Arena arena) throws IOException {
        if (size <= LARGEST_ARRAY) {
            return MemorySegment.ofArray(RegularFile.read(path, LARGEST_ARRAY));
        }
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        }
    }

    private static BtfParser.Result read(Path path, MemorySegment bytes) throws IOException {
        Optional<BtfFile> own = BtfParser.base(bytes);
        if (own.isPresent()) {
            return BtfParser.parse(bytes, own);
        }
        BtfParser.Result alone = BtfParser.parse(bytes, Optional.empty());
        if (!alone.problems().isEmpty() || !alone.file().isSplit()) {
            return alone;
        }
        Path sibling = path.resolveSibling("vmlinux");
        Path base = Files.isRegularFile(sibling) ? sibling : BtfParser.VMLINUX;
        if (!Files.isReadable(base)) {
            List<BtfProblem> problems = new ArrayList<>(alone.problems());
            problems.add(new BtfProblem(0, "these are a module's types, which build on its kernel's; put that kernel's"
                    + " vmlinux beside the file"));
            return new BtfParser.Result(alone.file(), problems, alone.machine());
        }
        try (Arena arena = Arena.ofConfined()) {
            BtfParser.Result kernel = BtfParser.parse(bytes(base, RegularFile.size(base), arena), Optional.empty());
            return BtfParser.parse(bytes, Optional.of(kernel.file()));
        }
    }

    private static BtfParser.Result refused(String message) {
        return new BtfParser.Result(BtfParser.parse(new byte[0]).file(), List.of(new BtfProblem(0, message)),
                BtfMachine.unnamed(false));
    }
}

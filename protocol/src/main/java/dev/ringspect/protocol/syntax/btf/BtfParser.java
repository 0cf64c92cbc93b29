package dev.ringspect.protocol.syntax.btf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.RegularFile;

/**
 * Reads BTF ({@code linux/btf.h}; Linux 4.18 and later): a raw file such as {@code /sys/kernel/btf/vmlinux}, or the
 * {@code .BTF} section of an ELF object. Bad input gives problems and as many types as stand before the damage.
 */
public final class BtfParser {
    /** Where the running kernel gives its own types. */
    public static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");

    private static final int MAGIC = 0xEB9F;
    private static final int HEADER_SIZE = 24;

    private final MemorySegment file;
    private final ByteOrder order;
    private final Optional<BtfFile> base;
    private final List<BtfProblem> problems = new ArrayList<>();

    /**
     * What was read.
     *
     * @param file the types; none when the input is not BTF at all
     * @param problems what is wrong with it
     * @param machine the machine that the types are of
     */
    public record Result(BtfFile file, List<BtfProblem> problems, BtfMachine machine) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    private BtfParser(MemorySegment file, ByteOrder order, Optional<BtfFile> base) {
        this.file = file;
        this.order = order;
        this.base = base;
    }

    /** Reads a raw BTF file or an ELF object. The bytes are kept, and must not change. */
    public static Result parse(byte[] bytes) {
        return parse(MemorySegment.ofArray(bytes), Optional.empty());
    }

    /** Reads the BTF of a module, whose ids go on where {@code base}'s end, as those of an object with a base do. */
    static Result parseSplit(byte[] bytes, BtfFile base) {
        return parse(MemorySegment.ofArray(bytes), Optional.of(base));
    }

    /** Reads a file from the disk. */
    public static Result read(Path path) throws IOException {
        return parse(RegularFile.read(path, BtfSource.LARGEST_ARRAY));
    }

    /** The types that an ELF object carries for those of its own to build on: its section {@code .BTF.base}. */
    static Optional<BtfFile> base(MemorySegment whole) {
        if (!ElfSections.isElf(whole)) {
            return Optional.empty();
        }
        return switch (ElfSections.find(whole, ".BTF.base")) {
            case ElfSections.Found(MemorySegment section) ->
                Optional.of(new BtfParser(section, orderOf(section), Optional.empty()).parse().file());
            case ElfSections.Missing(BtfProblem _) -> Optional.empty();
        };
    }

    /** Reads bytes, and keeps none of them. */
    static Result parse(MemorySegment whole, Optional<BtfFile> base) {
        if (!ElfSections.isElf(whole)) {
            return new BtfParser(whole, orderOf(whole), base).parse();
        }
        BtfMachine machine = ElfSections.machine(whole);
        return switch (ElfSections.find(whole, ".BTF")) {
            case ElfSections.Found(MemorySegment section) -> {
                Result read = new BtfParser(section, orderOf(section), base).parse();
                yield new Result(read.file, read.problems, machine);
            }
            case ElfSections.Missing(BtfProblem problem) -> new Result(empty(base), List.of(problem), machine);
        };
    }

    /** BTF is in the byte order of its machine, which its magic number shows. */
    private static ByteOrder orderOf(MemorySegment btf) {
        boolean big = btf.byteSize() >= 2 && Byte.toUnsignedInt(btf.get(ValueLayout.JAVA_BYTE, 0)) == MAGIC >>> 8;
        return big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    /** The most bytes of types, and of names; a kernel with all its modules has some 20 MiB of each. */
    private static final long MOST_BYTES = 64 << 20;

    private static BtfFile empty(Optional<BtfFile> base) {
        return new BtfFile(new int[0], new byte[0], new int[0], base);
    }

    private Result parse() {
        if (file.byteSize() < HEADER_SIZE) {
            return refused(0, "the file has " + file.byteSize() + " bytes, a BTF header needs " + HEADER_SIZE);
        }
        int magic = Short.toUnsignedInt(file.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), 0));
        if (magic != MAGIC) {
            return refused(0, String.format("the file starts with 0x%04x, BTF starts with 0xeb9f", magic));
        }
        int version = file.get(ValueLayout.JAVA_BYTE, 2);
        if (version != 1) {
            return refused(2, "BTF of version " + version + ", only version 1 is known");
        }
        long header = u32(4);
        if (header < HEADER_SIZE || header > file.byteSize()) {
            return refused(4, "the header says it has " + header + " bytes, the file has " + file.byteSize());
        }
        MemorySegment section = part("type", 8, header);
        MemorySegment words = part("string", 16, header);
        if (Math.max(section.byteSize(), words.byteSize()) > MOST_BYTES) {
            return refused(8, "its types or names take more than " + (MOST_BYTES >> 20)
                    + " MiB, many times what a kernel has; they are not read");
        }
        byte[] strings = words.toArray(ValueLayout.JAVA_BYTE);
        // every type is made of whole words
        int[] types = section.asSlice(0, section.byteSize() & -Integer.BYTES)
                .toArray(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order));
        int[] starts = starts(types, header + u32(8), section.byteSize());
        return new Result(new BtfFile(types, strings, starts, base), problems, machine());
    }

    private BtfMachine machine() {
        return BtfMachine.unnamed(order == ByteOrder.BIG_ENDIAN);
    }

    private Result refused(long offset, String message) {
        return new Result(empty(base), List.of(new BtfProblem(offset, message)), machine());
    }

    /** A part of the file whose place and length stand in the header; what lies past the end is left out. */
    private MemorySegment part(String what, int headerField, long header) {
        long start = header + u32(headerField);
        long length = u32(headerField + 4);
        long there = Math.max(0, file.byteSize() - start);
        if (length > there) {
            problems.add(new BtfProblem(headerField,
                    "the " + what + " section has " + length + " bytes, the file holds only " + there + " of them"));
        }
        return start >= file.byteSize()
                ? MemorySegment.ofArray(new byte[0])
                : file.asSlice(start, Math.min(length, there));
    }

    /** The word in which each type starts, up to the first one that is not whole. */
    private int[] starts(int[] types, long typesOffset, long bytes) {
        int[] starts = new int[Math.min(types.length * Integer.BYTES / BtfFile.TYPE_SIZE, 1 << 16)];
        int count = 0;
        int at = 0;
        while (at + BtfFile.TYPE_SIZE / Integer.BYTES <= types.length) {
            int info = types[at + 1];
            BtfKind kind = BtfKind.orVoid(info >>> 24 & 0x1F);
            if (kind == BtfKind.VOID) {
                problems.add(new BtfProblem(typesOffset + (long) at * Integer.BYTES, "a type of the unknown kind "
                        + (info >>> 24 & 0x1F)
                        + ", whose length cannot be told; it and all types after it are left out"));
                break;
            }
            long next = at + (BtfFile.TYPE_SIZE + kind.tailSize(info & 0xFFFF)) / Integer.BYTES;
            if (next > types.length) {
                break;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, Math.max(16, count * 2));
            }
            starts[count++] = at;
            at = (int) next;
        }
        if ((long) at * Integer.BYTES != bytes && problems.isEmpty()) {
            problems.add(new BtfProblem(typesOffset + (long) at * Integer.BYTES, "the last type is cut off"));
        }
        return Arrays.copyOf(starts, count);
    }

    private long u32(long offset) {
        return Integer.toUnsignedLong(file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), offset));
    }
}

package dev.ringspect.protocol.syntax.btf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Finds a section of an ELF file, 64-bit or 32-bit, of either byte order ({@code elf.h}). */
final class ElfSections {
    private static final int IDENT_SIZE = 16;

    private final MemorySegment file;
    private final boolean wide;
    private final ByteOrder order;

    sealed interface Answer permits Found, Missing {}

    record Found(MemorySegment section) implements Answer {}

    record Missing(BtfProblem problem) implements Answer {}

    private ElfSections(MemorySegment file) {
        this.file = file;
        this.wide = file.get(ValueLayout.JAVA_BYTE, 4) == 2;
        this.order = file.get(ValueLayout.JAVA_BYTE, 5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    static boolean isElf(MemorySegment file) {
        return file.byteSize() >= IDENT_SIZE && file.get(ValueLayout.JAVA_BYTE, 0) == 0x7F
                && file.get(ValueLayout.JAVA_BYTE, 1) == 'E' && file.get(ValueLayout.JAVA_BYTE, 2) == 'L'
                && file.get(ValueLayout.JAVA_BYTE, 3) == 'F';
    }

    static Answer find(MemorySegment file, String name) {
        return new ElfSections(file).find(name);
    }

    /** The machine that an ELF file is for. */
    static BtfMachine machine(MemorySegment file) {
        ElfSections elf = new ElfSections(file);
        return BtfMachine.ofElf(file.byteSize() < IDENT_SIZE + 4 ? 0 : elf.u16(IDENT_SIZE + 2), elf.wide,
                elf.order == ByteOrder.BIG_ENDIAN);
    }

    private Answer find(String name) {
        int headerSize = wide ? 64 : 52;
        if (file.byteSize() < headerSize) {
            return missing(0, "the ELF header is cut off");
        }
        long table = word(wide ? 40 : 32);
        int entrySize = u16(wide ? 58 : 46);
        int count = u16(wide ? 60 : 48);
        int namesIndex = u16(wide ? 62 : 50);
        if (entrySize < (wide ? 64 : 40) || !within(table, (long) entrySize * count) || namesIndex >= count) {
            return missing(table, "the ELF section table is damaged or cut off");
        }
        long names = table + (long) namesIndex * entrySize;
        long namesAt = word(names + (wide ? 24 : 16));
        long namesSize = word(names + (wide ? 32 : 20));
        if (!within(namesAt, namesSize)) {
            return missing(names, "the ELF section names are cut off");
        }
        byte[] wanted = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            long entry = table + (long) i * entrySize;
            long nameAt = u32(entry);
            if (nameAt + wanted.length > namesSize || !matches(namesAt + nameAt, wanted)) {
                continue;
            }
            long at = word(entry + (wide ? 24 : 16));
            long size = word(entry + (wide ? 32 : 20));
            if (!within(at, size)) {
                return missing(entry, "the section " + name + " is cut off");
            }
            return new Found(file.asSlice(at, size));
        }
        return missing(table,
                "the ELF file has no section " + name + "; compile it with -g for a BPF target, or run pahole -J");
    }

    private Missing missing(long offset, String message) {
        return new Missing(new BtfProblem(offset, message));
    }

    private boolean within(long at, long size) {
        return at >= 0 && size >= 0 && at <= file.byteSize() && size <= file.byteSize() - at;
    }

    private boolean matches(long at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (file.get(ValueLayout.JAVA_BYTE, at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private int u16(long at) {
        return Short.toUnsignedInt(file.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at));
    }

    private long u32(long at) {
        return Integer.toUnsignedLong(file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at));
    }

    private long word(long at) {
        return wide ? file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at) : u32(at);
    }
}

package dev.ringspect.protocol.syntax.btf;

import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;

/**
 * The machine that type information was made for, as far as the file says.
 *
 * @param name its name as Linux has it, {@code s390x}; empty where the file does not say, as raw BTF does not
 * @param abi its ABI where that is one of those known here
 * @param pointerSize bytes of a pointer, 0 where the file does not say
 * @param bigEndian whether its numbers start with their highest byte
 */
public record BtfMachine(String name, Optional<Abi> abi, int pointerSize, boolean bigEndian) {
    /** Raw BTF, whose byte order is all that it tells. */
    static BtfMachine unnamed(boolean bigEndian) {
        return new BtfMachine("", Optional.empty(), 0, bigEndian);
    }

    /**
     * By the header of an ELF file.
     *
     * @param machine {@code e_machine} (elf.h)
     */
    static BtfMachine ofElf(int machine, boolean wide, boolean bigEndian) {
        String name = name(machine, wide, bigEndian);
        return name.isEmpty()
                ? unnamed(bigEndian)
                : new BtfMachine(name, bigEndian ? Optional.empty() : Abi.named(name), wide ? 8 : 4, bigEndian);
    }

    private static String name(int machine, boolean wide, boolean bigEndian) {
        return switch (machine) {
            case 0, 247 -> ""; // none, and BPF, whose objects describe the machine that they were made on
            case 2, 18 -> "sparc";
            case 3 -> "i386";
            case 4 -> "m68k";
            case 8 -> (wide ? "mips64" : "mips") + (bigEndian ? "" : "el");
            case 15 -> wide ? "parisc64" : "parisc";
            case 20 -> "ppc";
            case 21 -> bigEndian ? "ppc64" : "ppc64le";
            case 22 -> wide ? "s390x" : "s390";
            case 40 -> bigEndian ? "armeb" : "arm";
            case 42 -> bigEndian ? "sheb" : "sh4";
            case 43 -> "sparc64";
            case 62 -> wide ? "x86_64" : "x32";
            case 183 -> bigEndian ? "aarch64_be" : "aarch64";
            case 243 -> wide ? "riscv64" : "riscv32";
            case 258 -> wide ? "loongarch64" : "loongarch32";
            case 0x9026 -> "alpha";
            default -> "machine " + machine;
        };
    }
}

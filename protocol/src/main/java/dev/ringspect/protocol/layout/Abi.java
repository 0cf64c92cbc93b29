package dev.ringspect.protocol.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a target's C compiler decides about layout, as gcc does for Linux. The figures are the System V and EABI rules;
 * tests compare x86_64 and i386 with gcc itself.
 */
public enum Abi {
    /** x86-64, LP64. */
    X86_64("x86_64", 8, 8, 8, 16, 16, true, 16, false),
    /** i386: 64-bit integers are aligned to 4 inside of a struct. */
    I386("i386", 4, 4, 4, 12, 4, true, 16, false),
    /** arm64, LP64; plain char is unsigned. */
    AARCH64("aarch64", 8, 8, 8, 16, 16, false, 16, true),
    /** 32-bit ARM EABI; plain char is unsigned. */
    ARM("arm", 4, 4, 8, 8, 8, false, 8, true),
    /** RISC-V, LP64; plain char is unsigned. */
    RISCV64("riscv64", 8, 8, 8, 16, 16, false, 16, false);

    private final String word;
    private final int pointerSize;
    private final int longSize;
    private final int longLongAlign;
    private final int longDoubleSize;
    private final int longDoubleAlign;
    private final boolean charSigned;
    private final int biggestAlign;
    private final boolean alignsUnnamedBitFields;

    Abi(String word, int pointerSize, int longSize, int longLongAlign, int longDoubleSize, int longDoubleAlign,
            boolean charSigned, int biggestAlign, boolean alignsUnnamedBitFields) {
        this.word = word;
        this.pointerSize = pointerSize;
        this.longSize = longSize;
        this.longLongAlign = longLongAlign;
        this.longDoubleSize = longDoubleSize;
        this.longDoubleAlign = longDoubleAlign;
        this.charSigned = charSigned;
        this.biggestAlign = biggestAlign;
        this.alignsUnnamedBitFields = alignsUnnamedBitFields;
    }

    /** The ABI of the machine that this JVM runs on; x86_64 where the machine is not one of these. */
    public static Abi host() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64" -> AARCH64;
            case "arm" -> ARM;
            case "i386", "x86" -> I386;
            case "riscv64" -> RISCV64;
            default -> X86_64;
        };
    }

    /** The ABI called {@code word}, as {@code --abi} takes it. */
    public static Optional<Abi> named(String word) {
        return Arrays.stream(values()).filter(abi -> abi.word.equals(word)).findFirst();
    }

    /** All names, for messages and completion. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Abi::word).toList();
    }

    /** What the 32-bit programs are built for that a kernel of this ABI runs too; itself where there are none. */
    public Abi compat() {
        return switch (this) {
            case X86_64 -> I386;
            case AARCH64 -> ARM;
            case I386, ARM, RISCV64 -> this;
        };
    }

    /** The name used on the command line and in JSON: {@code x86_64}. */
    public String word() {
        return word;
    }

    /** Size and alignment of every pointer, in bytes. */
    public int pointerSize() {
        return pointerSize;
    }

    /** Size and alignment of {@code long}, in bytes. */
    public int longSize() {
        return longSize;
    }

    /** Whether plain {@code char} is signed. */
    public boolean charSigned() {
        return charSigned;
    }

    /** What {@code __attribute__((aligned))} without a number means, in bytes. */
    public int biggestAlign() {
        return biggestAlign;
    }

    /** Whether a bit-field without a name, {@code :0} included, raises the alignment of its struct (AAPCS does). */
    boolean alignsUnnamedBitFields() {
        return alignsUnnamedBitFields;
    }

    /** Size of an integer type, in bytes. */
    public int sizeOf(IntKind kind) {
        return switch (kind) {
            case BOOL, CHAR, SCHAR, UCHAR -> 1;
            case SHORT, USHORT -> 2;
            case INT, UINT -> 4;
            case LONG, ULONG -> longSize;
            case LLONG, ULLONG -> 8;
            case INT128, UINT128 -> 16;
        };
    }

    /** Alignment of an integer type as the member of a struct, in bytes. */
    int alignOf(IntKind kind) {
        return switch (kind) {
            case BOOL, CHAR, SCHAR, UCHAR -> 1;
            case SHORT, USHORT -> 2;
            case INT, UINT -> 4;
            case LONG, ULONG -> longSize;
            case LLONG, ULLONG -> longLongAlign;
            case INT128, UINT128 -> 16;
        };
    }

    int sizeOf(FloatKind kind) {
        return switch (kind) {
            case FLOAT -> 4;
            case DOUBLE -> 8;
            case LONG_DOUBLE -> longDoubleSize;
        };
    }

    int alignOf(FloatKind kind) {
        return switch (kind) {
            case FLOAT -> 4;
            case DOUBLE -> longLongAlign;
            case LONG_DOUBLE -> longDoubleAlign;
        };
    }

    /** Whether values of {@code kind} are signed here. */
    public boolean isSigned(IntKind kind) {
        return switch (kind) {
            case CHAR -> charSigned;
            case SCHAR, SHORT, INT, LONG, LLONG, INT128 -> true;
            case BOOL, UCHAR, USHORT, UINT, ULONG, ULLONG, UINT128 -> false;
        };
    }
}

package dev.ringspect.protocol.syntax.c;

import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.Type;

/**
 * Types that compilers know though no keyword of C makes them, as gcc has them; and why some have no layout. None of them
 * is computed with here, so bytes stand in for what is no plain number.
 */
final class CompilerTypes {
    private CompilerTypes() {}

    /** The type called {@code name}, where {@code abi} has it. */
    static Optional<Type> find(String name, Abi abi) {
        return isAbsent(name, abi) ? Optional.empty() : switch (name) {
            case "_Float32" -> named(name, "float");
            case "_Float64", "_Float32x" -> named(name, "double");
            case "__float80" -> named(name, "long double");
            case "_Float64x" -> isX86(abi) ? named(name, "long double") : opaque(name, 16, 16);
            case "__float128", "_Float128", "_Decimal128" -> opaque(name, 16, 16);
            case "_Decimal64" -> opaque(name, 8, 8);
            case "_Decimal32" -> opaque(name, 4, 4);
            case "_Float16", "__fp16", "__bf16" -> opaque(name, 2, 2);
            case "__builtin_va_list" -> switch (abi) {
                case X86_64 -> opaque(name, 24, 8);
                case AARCH64 -> opaque(name, 32, 8);
                case I386, ARM -> opaque(name, 4, 4);
                case RISCV64 -> opaque(name, 8, 8);
            };
            default -> Optional.empty();
        };
    }

    /** Why a type that a text may well name has no layout here. */
    static Optional<String> without(String name, Abi abi) {
        if (name.contains("_BitInt(")) {
            return Optional
                    .of("gcc 12 has no _BitInt, and other compilers and machines lay it out each in its own way");
        }
        if (name.equals("typeof")) {
            return Optional.of("the type of an expression is not worked out here");
        }
        return isAbsent(name, abi) ? Optional.of("gcc has no such type on " + abi.word()) : Optional.empty();
    }

    private static boolean isAbsent(String name, Abi abi) {
        return switch (name) {
            case "__int128", "unsigned __int128", "__int128 unsigned", "signed __int128", "__int128 signed" ->
                abi.pointerSize() == 4;
            case "__float80", "__float128", "_Decimal32", "_Decimal64", "_Decimal128" -> !isX86(abi);
            case "_Float128", "_Float64x" -> abi == Abi.ARM;
            case "__fp16", "__bf16" -> abi != Abi.ARM && abi != Abi.AARCH64;
            default -> false;
        };
    }

    private static boolean isX86(Abi abi) {
        return abi == Abi.X86_64 || abi == Abi.I386;
    }

    private static Optional<Type> named(String name, String same) {
        return BuiltinTypes.find(same).map(type -> new Type.Typedef(name, type, 0));
    }

    private static Optional<Type> opaque(String name, int size, int align) {
        Type bytes = new Type.Array(BuiltinTypes.find("unsigned char").orElseThrow(), size);
        return Optional.of(new Type.Typedef(name, bytes, align));
    }
}

package dev.ringspect.protocol.syntax.c;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.FloatKind;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/** What attributes and {@code _Atomic} make of a type, as gcc does it. */
final class TypeModifiers {
    private static final long LARGEST_VECTOR = 1L << 16;

    private final Scope scope;
    private final Abi abi;
    private final Function<Expr, Optional<CValue>> values;
    private final Consumer<String> doubts;

    /**
     * @param values what expressions come to
     * @param doubts takes why a type has no layout
     */
    TypeModifiers(Scope scope, Function<Expr, Optional<CValue>> values, Consumer<String> doubts) {
        this.scope = scope;
        this.abi = scope.engine.abi();
        this.values = values;
        this.doubts = doubts;
    }

    Type apply(Type base, List<Attribute> attributes) {
        Type type = base;
        for (Attribute attribute : attributes) {
            type = switch (attribute.name()) {
                case "mode" -> mode(attribute, type);
                case "vector_size" -> vector(attribute, type);
                case "ext_vector_type" -> {
                    doubts.accept("ext_vector_type is clang's alone and not worked out here");
                    yield type;
                }
                case "atomic" -> atomic(type);
                default -> type;
            };
        }
        return type;
    }

    /** An atomic object of a size that the machine has an instruction for is aligned to that size. */
    private Type atomic(Type type) {
        long size = scope.sizeOf(type);
        boolean core = size == 1 || size == 2 || size == 4 || size == 8 || size == 16;
        return core && !(type instanceof Type.Array)
                ? new Type.Typedef("_Atomic " + type.display(), type, Math.max((int) size, scope.engine.alignOf(type)))
                : type;
    }

    /** Vectors are aligned to their size, as far as the machine's procedure call standard lets them. */
    private Type vector(Attribute attribute, Type type) {
        long bytes = attribute.argument().flatMap(values).map(CValue::bits).orElse(0L);
        long element = Math.max(1, scope.sizeOf(type));
        if (bytes < element || bytes > LARGEST_VECTOR || Long.bitCount(bytes) != 1 || bytes % element != 0) {
            doubts.accept("no vector of " + bytes + " bytes is made of " + type.display());
            return type;
        }
        long most = switch (abi) {
            case ARM -> 8;
            case AARCH64 -> 16;
            case X86_64, I386, RISCV64 -> bytes;
        };
        return new Type.Typedef(type.display() + " __vector", new Type.Array(type, bytes / element),
                (int) Math.min(bytes, most));
    }

    private Type mode(Attribute attribute, Type type) {
        String mode = attribute.argument().orElse(null) instanceof Expr.Name(var word, var _)
                ? AttributeParser.bare(word)
                : "";
        return switch (type.bare()) {
            case Type.Int number -> {
                IntKind kind = integer(mode, abi.isSigned(number.kind()));
                yield kind == null
                        ? unknown(mode, type)
                        : kind == number.kind() ? type : new Type.Int(kind, number.endian());
            }
            case Type.EnumType constants -> {
                IntKind kind = integer(mode, abi.isSigned(constants.underlying().kind()));
                yield kind == null
                        ? unknown(mode, type)
                        : new Type.EnumType(constants.name(), Type.Int.of(kind), true, constants.enumerators(),
                                constants.where());
            }
            case Type.FloatType _ -> switch (mode) {
                case "SF" -> new Type.FloatType(FloatKind.FLOAT);
                case "DF" -> new Type.FloatType(FloatKind.DOUBLE);
                case "XF" -> CompilerTypes.find("__float80", abi).orElseGet(() -> unknown(mode, type));
                case "TF" -> CompilerTypes.find("_Float128", abi).orElseGet(() -> unknown(mode, type));
                default -> unknown(mode, type);
            };
            case Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _ ->
                unknown(mode, type);
        };
    }

    private Type unknown(String mode, Type type) {
        doubts.accept("mode(" + mode + ") of " + type.display() + " is not worked out here");
        return type;
    }

    /** The integer of a machine mode; null for a mode that is not known. */
    private @Nullable IntKind integer(String mode, boolean signed) {
        return switch (mode) {
            case "QI", "byte" -> signed ? IntKind.SCHAR : IntKind.UCHAR;
            case "HI" -> signed ? IntKind.SHORT : IntKind.USHORT;
            case "SI" -> signed ? IntKind.INT : IntKind.UINT;
            case "DI" -> signed ? IntKind.LLONG : IntKind.ULLONG;
            case "TI" -> abi.pointerSize() == 4 ? null : signed ? IntKind.INT128 : IntKind.UINT128;
            case "word", "pointer", "unwind_word" -> signed ? IntKind.LONG : IntKind.ULONG;
            default -> null;
        };
    }
}

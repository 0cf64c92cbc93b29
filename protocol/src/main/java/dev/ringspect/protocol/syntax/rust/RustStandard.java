package dev.ringspect.protocol.syntax.rust;

import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.FloatKind;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/** Types of the language and of its libraries whose layout is documented, by the last name of their path. */
final class RustStandard {
    private RustStandard() {}

    /** How the layout of a generic library type follows from its argument. */
    enum Wrapper {
        /** The argument's own layout. */
        SAME,
        /** No bytes. */
        NOTHING,
        /** A pointer to the argument, which may be null. */
        POINTER,
        /** A pointer to the argument that is never null. */
        NON_NULL,
        /** The argument's own layout, never zero. */
        NON_ZERO
    }

    /** A number, {@code bool} or {@code char}. */
    static Optional<Type> primitive(String name, Abi abi) {
        return Optional.ofNullable(switch (name) {
            case "f32" -> new Type.Typedef(name, new Type.FloatType(FloatKind.FLOAT), 0);
            case "f64" -> new Type.Typedef(name, new Type.FloatType(FloatKind.DOUBLE), 0);
            case "bool" -> named(name, IntKind.BOOL, 0);
            case "char" -> named(name, IntKind.UINT, 0);
            default -> integer(name, abi).orElse(null);
        });
    }

    /** One of the integer types. */
    static Optional<Type> integer(String name, Abi abi) {
        // rustc follows LLVM's data layout, where only 32-bit ARM aligns 128 bits to 8 bytes.
        int wide = abi == Abi.ARM ? 8 : 0;
        return Optional.ofNullable(switch (name) {
            case "u8" -> named(name, IntKind.UCHAR, 0);
            case "u16" -> named(name, IntKind.USHORT, 0);
            case "u32" -> named(name, IntKind.UINT, 0);
            case "u64" -> named(name, IntKind.ULLONG, 0);
            case "u128" -> named(name, IntKind.UINT128, wide);
            case "usize" -> named(name, IntKind.ULONG, 0);
            case "i8" -> named(name, IntKind.SCHAR, 0);
            case "i16" -> named(name, IntKind.SHORT, 0);
            case "i32" -> named(name, IntKind.INT, 0);
            case "i64" -> named(name, IntKind.LLONG, 0);
            case "i128" -> named(name, IntKind.INT128, wide);
            case "isize" -> named(name, IntKind.LONG, 0);
            default -> null;
        });
    }

    /** The types of {@code core::ffi}. */
    static Optional<Type> foreign(String name) {
        return Optional.ofNullable(switch (name) {
            case "c_char" -> named(name, IntKind.CHAR, 0);
            case "c_schar" -> named(name, IntKind.SCHAR, 0);
            case "c_uchar" -> named(name, IntKind.UCHAR, 0);
            case "c_short" -> named(name, IntKind.SHORT, 0);
            case "c_ushort" -> named(name, IntKind.USHORT, 0);
            case "c_int" -> named(name, IntKind.INT, 0);
            case "c_uint" -> named(name, IntKind.UINT, 0);
            case "c_long" -> named(name, IntKind.LONG, 0);
            case "c_ulong" -> named(name, IntKind.ULONG, 0);
            case "c_longlong" -> named(name, IntKind.LLONG, 0);
            case "c_ulonglong" -> named(name, IntKind.ULLONG, 0);
            case "c_float" -> new Type.Typedef(name, new Type.FloatType(FloatKind.FLOAT), 0);
            case "c_double" -> new Type.Typedef(name, new Type.FloatType(FloatKind.DOUBLE), 0);
            // One byte, so that pointers to it can be moved; never used by value.
            case "c_void" -> named(name, IntKind.UCHAR, 0);
            default -> null;
        });
    }

    /** Atomic numbers, which are aligned to their size, and numbers that are never zero. */
    static Optional<Type> numberLike(String name, Abi abi) {
        if (name.startsWith("NonZero") && name.length() > "NonZero".length()) {
            return inner(name.substring("NonZero".length()), abi)
                    .map(type -> new Type.Typedef(name, type, alignOf(type)));
        }
        if (name.startsWith("Atomic") && name.length() > "Atomic".length()) {
            String inner = name.substring("Atomic".length());
            Optional<Type> number = inner.equals("Bool") ? Optional.of(Type.Int.of(IntKind.BOOL)) : inner(inner, abi);
            return number.map(type -> new Type.Typedef(name, type,
                    type.bare() instanceof Type.Int bare ? abi.sizeOf(bare.kind()) : 0));
        }
        return Optional.empty();
    }

    private static int alignOf(Type type) {
        return type instanceof Type.Typedef typedef ? typedef.align() : 0;
    }

    private static Optional<Type> inner(String camel, Abi abi) {
        String lower = camel.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + camel.substring(1);
        return Character.isUpperCase(camel.charAt(0)) ? integer(lower, abi) : Optional.empty();
    }

    /** How a generic library type follows from its first argument. */
    static Optional<Wrapper> wrapper(String name) {
        return Optional.ofNullable(switch (name) {
            case "UnsafeCell", "SyncUnsafeCell", "Cell", "MaybeUninit", "ManuallyDrop", "Wrapping", "Saturating", "Pin",
                    "Opaque", "UnsafePinned" ->
                Wrapper.SAME;
            case "PhantomData", "PhantomPinned" -> Wrapper.NOTHING;
            case "AtomicPtr" -> Wrapper.POINTER;
            case "NonNull", "Box", "KBox", "VBox", "KVBox" -> Wrapper.NON_NULL;
            case "NonZero" -> Wrapper.NON_ZERO;
            default -> null;
        });
    }

    /** Whether a type of the library is a slice behind a name, so that a pointer to it has a length. */
    static boolean isUnsized(String name) {
        return switch (name) {
            case "str", "CStr", "OsStr", "Path", "BStr" -> true;
            default -> false;
        };
    }

    private static Type named(String name, IntKind kind, int align) {
        return new Type.Typedef(name, new Type.Int(kind, Endian.HOST), align);
    }
}

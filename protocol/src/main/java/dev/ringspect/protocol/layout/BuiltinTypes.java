package dev.ringspect.protocol.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types that a declaration can use without declaring them: C's own, and the usual fixed-width names. */
public final class BuiltinTypes {
    private static final Map<String, Type> NAMED = named();

    private BuiltinTypes() {}

    /**
     * The type that a list of C's keywords makes, in any order: {@code long unsigned int}; or one of the usual names:
     * {@code __u32}, {@code __le16}, {@code uint64_t}, {@code size_t}.
     *
     * @param name words separated by one space
     */
    public static Optional<Type> find(String name) {
        Type named = NAMED.get(name);
        return named != null ? Optional.of(named) : fromKeywords(name);
    }

    /** The usual names, for completion. */
    public static Iterable<String> names() {
        return NAMED.keySet();
    }

    /** Whether {@code word} is one of the keywords that C makes its own types of. */
    public static boolean isKeyword(String word) {
        return switch (word) {
            case "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "__signed__",
                    "__int128", "__signed", "_Complex", "__complex__", "__complex" ->
                true;
            default -> false;
        };
    }

    private static Optional<Type> fromKeywords(String name) {
        int longs = 0;
        boolean unsigned = false;
        boolean signed = false;
        boolean complex = false;
        String base = "";
        for (String word : name.split(" ", -1)) {
            switch (word) {
                case "long" -> longs++;
                case "unsigned" -> unsigned = true;
                case "signed", "__signed__", "__signed" -> signed = true;
                case "_Complex", "__complex__", "__complex" -> complex = true;
                case "int" -> base = base.isEmpty() ? "int" : base;
                case "char", "short", "_Bool", "void", "float", "double", "__int128" -> base = word;
                default -> {
                    return Optional.empty();
                }
            }
        }
        if (longs > 2) {
            return Optional.empty();
        }
        Optional<Type> part = complex && name.indexOf(' ') < 0
                ? Optional.of(new Type.FloatType(FloatKind.DOUBLE))
                : part(base, longs, unsigned, signed);
        return complex ? part.flatMap(BuiltinTypes::complex) : part;
    }

    /** Two numbers side by side, the real part first. */
    private static Optional<Type> complex(Type part) {
        return part instanceof Type.VoidType
                ? Optional.empty()
                : Optional.of(new Type.Typedef(part.display() + " _Complex", new Type.Array(part, 2), 0));
    }

    private static Optional<Type> part(String base, int longs, boolean unsigned, boolean signed) {
        return switch (base) {
            case "void" -> Optional.of(new Type.VoidType());
            case "float" -> Optional.of(new Type.FloatType(FloatKind.FLOAT));
            case "double" -> Optional.of(new Type.FloatType(longs > 0 ? FloatKind.LONG_DOUBLE : FloatKind.DOUBLE));
            case "_Bool" -> Optional.of(Type.Int.of(IntKind.BOOL));
            case "char" -> Optional.of(Type.Int.of(unsigned ? IntKind.UCHAR : signed ? IntKind.SCHAR : IntKind.CHAR));
            case "short" -> Optional.of(Type.Int.of(unsigned ? IntKind.USHORT : IntKind.SHORT));
            case "__int128" -> Optional.of(Type.Int.of(unsigned ? IntKind.UINT128 : IntKind.INT128));
            default -> Optional.of(Type.Int.of(plain(longs, unsigned)));
        };
    }

    private static IntKind plain(int longs, boolean unsigned) {
        return switch (longs) {
            case 0 -> unsigned ? IntKind.UINT : IntKind.INT;
            case 1 -> unsigned ? IntKind.ULONG : IntKind.LONG;
            default -> unsigned ? IntKind.ULLONG : IntKind.LLONG;
        };
    }

    private static Map<String, Type> named() {
        Map<String, Type> types = new HashMap<>();
        IntKind[] unsigned = {IntKind.UCHAR, IntKind.USHORT, IntKind.UINT, IntKind.ULLONG};
        IntKind[] signed = {IntKind.SCHAR, IntKind.SHORT, IntKind.INT, IntKind.LLONG};
        for (int i = 0; i < 4; i++) {
            int bits = 8 << i;
            for (String name : new String[]{"__u" + bits, "u" + bits, "uint" + bits + "_t", "u_int" + bits + "_t"}) {
                add(types, name, unsigned[i], Endian.HOST, 0);
            }
            for (String name : new String[]{"__s" + bits, "s" + bits, "int" + bits + "_t"}) {
                add(types, name, signed[i], Endian.HOST, 0);
            }
            if (bits > 8) {
                for (String name : new String[]{"__le" + bits, "le" + bits}) {
                    add(types, name, unsigned[i], Endian.LITTLE, 0);
                }
                for (String name : new String[]{"__be" + bits, "be" + bits}) {
                    add(types, name, unsigned[i], Endian.BIG, 0);
                }
            }
        }
        add(types, "__aligned_u64", IntKind.ULLONG, Endian.HOST, 8);
        add(types, "__aligned_s64", IntKind.LLONG, Endian.HOST, 8);
        add(types, "__aligned_le64", IntKind.ULLONG, Endian.LITTLE, 8);
        add(types, "__aligned_be64", IntKind.ULLONG, Endian.BIG, 8);
        add(types, "__sum16", IntKind.USHORT, Endian.HOST, 0);
        add(types, "__wsum", IntKind.UINT, Endian.HOST, 0);
        add(types, "__poll_t", IntKind.UINT, Endian.HOST, 0);
        add(types, "bool", IntKind.BOOL, Endian.HOST, 0);
        for (String name : new String[]{"size_t", "uintptr_t", "__kernel_size_t", "__kernel_ulong_t"}) {
            add(types, name, IntKind.ULONG, Endian.HOST, 0);
        }
        for (String name : new String[]{"ssize_t", "intptr_t", "ptrdiff_t", "off_t", "time_t", "__kernel_long_t",
                "__kernel_off_t"}) {
            add(types, name, IntKind.LONG, Endian.HOST, 0);
        }
        add(types, "loff_t", IntKind.LLONG, Endian.HOST, 0);
        add(types, "__kernel_loff_t", IntKind.LLONG, Endian.HOST, 0);
        add(types, "__kernel_time64_t", IntKind.LLONG, Endian.HOST, 0);
        add(types, "pid_t", IntKind.INT, Endian.HOST, 0);
        add(types, "uid_t", IntKind.UINT, Endian.HOST, 0);
        add(types, "gid_t", IntKind.UINT, Endian.HOST, 0);
        add(types, "dev_t", IntKind.UINT, Endian.HOST, 0);
        add(types, "ushort", IntKind.USHORT, Endian.HOST, 0);
        add(types, "uint", IntKind.UINT, Endian.HOST, 0);
        add(types, "ulong", IntKind.ULONG, Endian.HOST, 0);
        return Map.copyOf(types);
    }

    private static void add(Map<String, Type> types, String name, IntKind kind, Endian endian, int align) {
        types.put(name, new Type.Typedef(name, new Type.Int(kind, endian), align));
    }
}

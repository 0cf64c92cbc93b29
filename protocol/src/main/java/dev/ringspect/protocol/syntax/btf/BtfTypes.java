package dev.ringspect.protocol.syntax.btf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.FloatKind;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;

/**
 * The types of a BTF file as types that can be laid out. Every offset and size is the recorded one; alignment, which BTF
 * does not record, follows from the members, and a struct whose members stand where alignment would not put them counts
 * as packed.
 *
 * <p>
 * Made when asked for and remembered; used by one thread. Damaged input gives types all the same: what refers to nothing
 * or to itself is incomplete, and nesting without end is cut off.
 */
public final class BtfTypes {
    private static final int DEEPEST = 200;
    /** More members than any kernel struct has with all it contains; a file that has more was made to exhaust readers. */
    private static final long MOST_MEMBERS = 1 << 17;

    private final BtfFile file;
    private final Abi abi;
    private final BtfAlignment alignment;
    private final @Nullable Type[] made;
    private final long[] weights;
    private final boolean[] open;
    private final Map<Integer, List<Integer>> tags = new HashMap<>();

    /**
     * A struct or union with a name, its own or that of a typedef.
     *
     * @param id its type in the file, or the typedef's
     * @param struct the type; {@link Type.Struct#name} is the typedef's where it has none itself
     */
    public record Named(int id, Type.Struct struct) {}

    /** The types of {@code file}, which does not say what machine it is for. */
    public BtfTypes(BtfFile file) {
        this(file, BtfMachine.unnamed(false));
    }

    /** The types of {@code file}, which is for {@code machine}. */
    public BtfTypes(BtfFile file, BtfMachine machine) {
        this.file = file;
        this.abi = machine.abi().orElseGet(() -> abiOf(file, machine));
        this.alignment = new BtfAlignment(file);
        this.made = new Type[file.end()];
        this.weights = new long[file.end()];
        this.open = new boolean[file.end()];
    }

    /**
     * The ABI that the file was compiled for, or where that is not known here one with words of the same size: every
     * offset is the recorded one. Lay its types out for this one.
     */
    public Abi abi() {
        return abi;
    }

    /**
     * All structs and unions that have a name, of the file itself and not of its base, in the order of the file. A name
     * with several definitions comes several times.
     */
    public List<Named> all() {
        List<Named> all = new ArrayList<>();
        for (int id = file.firstOwnId(); id < file.end(); id++) {
            named(id).ifPresent(all::add);
        }
        return all;
    }

    /**
     * The structs, unions and typedefs of structs and unions that {@code name} names, those of the base included;
     * {@code name} may carry the keyword, as in {@code struct file}. Several where the name has several definitions.
     */
    public List<Named> named(String name) {
        List<Named> found = new ArrayList<>();
        int blank = name.indexOf(' ');
        String keyword = blank < 0 ? "" : name.substring(0, blank);
        String tag = name.substring(blank + 1).strip();
        if (!keyword.equals("union")) {
            addNamed(tag, BtfKind.STRUCT, found);
        }
        if (!keyword.equals("struct")) {
            addNamed(tag, BtfKind.UNION, found);
        }
        if (found.isEmpty() && keyword.isEmpty()) {
            addNamed(tag, BtfKind.TYPEDEF, found);
        }
        return found;
    }

    /** The names of all structs, unions and typedefs, those of the base included; some of the typedefs are of others. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (int id = 1; id < file.end(); id++) {
            BtfKind kind = file.kind(id);
            if (kind == BtfKind.STRUCT || kind == BtfKind.UNION || kind == BtfKind.TYPEDEF) {
                names.add(file.name(id));
            }
        }
        return names;
    }

    /**
     * A declaration tag ({@code __attribute__((btf_decl_tag("text")))}).
     *
     * @param member the member that it stands after, empty for the type itself
     */
    public record Tag(String member, String text) {}

    /** The declaration tags of type {@code id} and of its members, in the order of the file. */
    public List<Tag> tags(int id) {
        if (tags.isEmpty()) {
            for (int at = 1; at < file.end(); at++) {
                if (file.kind(at) == BtfKind.DECL_TAG) {
                    tags.computeIfAbsent(file.target(at), _ -> new ArrayList<>()).add(at);
                }
            }
            tags.putIfAbsent(0, new ArrayList<>());
        }
        List<Tag> found = new ArrayList<>();
        for (int at : tags.getOrDefault(id, List.of())) {
            int index = file.tagIndex(at);
            List<BtfMember> members = file.members(id);
            found.add(new Tag(index >= 0 && index < members.size() ? members.get(index).name() : "", file.name(at)));
        }
        return found;
    }

    /** The enums of either width that are called {@code name}, which may carry the keyword. */
    public List<Type.EnumType> enums(String name) {
        String tag = name.startsWith("enum ") ? name.substring("enum ".length()).strip() : name;
        List<Type.EnumType> found = new ArrayList<>();
        for (BtfKind kind : List.of(BtfKind.ENUM, BtfKind.ENUM64)) {
            for (int id : file.named(tag, kind)) {
                if (type(id) instanceof Type.EnumType enumeration) {
                    found.add(enumeration);
                }
            }
        }
        return found;
    }

    private void addNamed(String name, BtfKind kind, List<Named> found) {
        for (int id : file.named(name, kind)) {
            // A typedef may stand for a struct that has a name of its own: then it is the struct that is shown.
            int shown = kind == BtfKind.TYPEDEF && !file.name(file.resolve(id)).isEmpty() ? file.resolve(id) : id;
            named(shown).ifPresent(found::add);
        }
    }

    /** The struct or union with type {@code id} if that has a name, be it a typedef's. */
    private Optional<Named> named(int id) {
        BtfKind kind = file.kind(id);
        if (kind != BtfKind.TYPEDEF && kind != BtfKind.STRUCT && kind != BtfKind.UNION) {
            return Optional.empty();
        }
        String name = file.name(id);
        boolean alias = kind == BtfKind.TYPEDEF && file.name(file.resolve(id)).isEmpty();
        if (name.isEmpty() || (kind == BtfKind.TYPEDEF && !alias)) {
            return Optional.empty();
        }
        return type(id).bare() instanceof Type.Struct struct
                ? Optional.of(new Named(id, alias ? renamed(struct, name) : struct))
                : Optional.empty();
    }

    private static Type.Struct renamed(Type.Struct struct, String name) {
        return new Type.Struct(struct.keyword(), name, struct.members(), struct.packed(), struct.align(), struct.pack(),
                struct.fixedSize(), struct.where());
    }

    /** The type with number {@code id}; {@code void} for 0, for numbers that do not exist and for what is no type. */
    public Type type(int id) {
        return type(id, 0);
    }

    private Type type(int id, int depth) {
        if (id < 0 || id >= made.length) {
            return new Type.VoidType();
        }
        Type known = made[id];
        if (known != null) {
            return known;
        }
        if (depth > DEEPEST || open[id]) {
            return refer(id, depth);
        }
        open[id] = true;
        Type type = make(id, depth);
        open[id] = false;
        made[id] = type;
        return type;
    }

    private Type make(int id, int depth) {
        return switch (file.kind(id)) {
            case VOID, FUNC, VAR, DATASEC, DECL_TAG -> new Type.VoidType();
            case INT -> integer(id);
            case FLOAT -> floating(file.size(id));
            case ENUM, ENUM64 -> enumeration(id);
            case PTR -> new Type.Pointer(refer(file.target(id), 0));
            case FUNC_PROTO -> new Type.Function();
            case FWD -> refer(id, 0);
            case ARRAY -> new Type.Array(type(file.element(id), depth + 1), file.arrayLength(id));
            case TYPEDEF -> new Type.Typedef(file.name(id), type(file.target(id), depth + 1), 0);
            case VOLATILE, CONST, RESTRICT, TYPE_TAG -> type(file.target(id), depth + 1);
            case STRUCT, UNION -> struct(id, depth);
        };
    }

    private Type struct(int id, int depth) {
        boolean union = file.kind(id) == BtfKind.UNION;
        int count = file.memberCount(id);
        List<Member> members = new ArrayList<>(count);
        long weight = 1;
        for (int i = 0; i < count; i++) {
            int recorded = file.memberType(id, i);
            int width = file.memberBitWidth(id, i);
            Type type = type(recorded, depth + 1);
            weight += 1 + weight(innermost(recorded));
            members.add(new Member(file.memberName(id, i), width == 0 ? flexible(type, recorded) : type,
                    width == 0 ? Member.NO_BIT_FIELD : width, 0, false,
                    Integer.toUnsignedLong(file.memberBitOffset(id, i)), Optional.empty()));
        }
        if (weight > MOST_MEMBERS) {
            members = List.of();
            weight = 1;
        }
        weights[id] = weight;
        return new Type.Struct(union ? Type.Keyword.UNION : Type.Keyword.STRUCT, file.name(id), members,
                alignment.isPacked(id), 0, 0, file.size(id), Optional.empty());
    }

    private long weight(int id) {
        return id >= 0 && id < weights.length ? weights[id] : 0;
    }

    /** An array of no elements at the end of a struct is a flexible one: BTF tells no difference. */
    private Type flexible(Type type, int recorded) {
        return type instanceof Type.Array array && array.count() == 0
                && file.kind(file.resolve(recorded)) == BtfKind.ARRAY
                        ? new Type.Array(array.element(), Type.Array.FLEXIBLE)
                        : type;
    }

    private int innermost(int id) {
        int at = file.resolve(id);
        for (int depth = 0; depth < DEEPEST && file.kind(at) == BtfKind.ARRAY; depth++) {
            at = file.resolve(file.element(at));
        }
        return at;
    }

    /** A type that something points to, by its name alone, so that a type can point to itself. */
    private Type refer(int id, int depth) {
        if (depth > DEEPEST) {
            return new Type.VoidType();
        }
        return switch (file.kind(id)) {
            case VOID, FUNC, VAR, DATASEC, DECL_TAG -> new Type.VoidType();
            case INT -> integer(id);
            case FLOAT -> floating(file.size(id));
            case STRUCT -> new Type.Incomplete("struct", file.name(id));
            case UNION -> new Type.Incomplete("union", file.name(id));
            case FWD -> new Type.Incomplete(file.forwardsUnion(id) ? "union" : "struct", file.name(id));
            case ENUM, ENUM64 -> new Type.Incomplete("enum", file.name(id));
            case TYPEDEF -> new Type.Incomplete("", file.name(id));
            case PTR -> new Type.Pointer(refer(file.target(id), depth + 1));
            case ARRAY -> new Type.Array(refer(file.element(id), depth + 1), file.arrayLength(id));
            case FUNC_PROTO -> new Type.Function();
            case VOLATILE, CONST, RESTRICT, TYPE_TAG -> refer(file.target(id), depth + 1);
        };
    }

    private Type enumeration(int id) {
        List<Type.Enumerator> constants = file.enumerators(id).stream()
                .map(constant -> new Type.Enumerator(constant.name(), constant.value(), Optional.empty())).toList();
        boolean signed = file.signed(id);
        IntKind kind = switch ((int) file.size(id)) {
            case 1 -> signed ? IntKind.SCHAR : IntKind.UCHAR;
            case 2 -> signed ? IntKind.SHORT : IntKind.USHORT;
            case 8 -> signed ? IntKind.LLONG : IntKind.ULLONG;
            default -> signed ? IntKind.INT : IntKind.UINT;
        };
        return new Type.EnumType(file.name(id), Type.Int.of(kind), false, constants, Optional.empty());
    }

    /** The integer as its compiler called it, where that has the recorded size, else the one that has. */
    private Type integer(int id) {
        String name = file.name(id);
        boolean signed = file.signed(id);
        long size = file.size(id);
        IntKind kind = switch ((int) size) {
            case 1 -> file.isBool(id) ? IntKind.BOOL : byteKind(name, signed);
            case 2 -> signed ? IntKind.SHORT : IntKind.USHORT;
            case 4 -> name.contains("long")
                    ? signed ? IntKind.LONG : IntKind.ULONG
                    : signed ? IntKind.INT : IntKind.UINT;
            case 8 -> name.contains("long long")
                    ? signed ? IntKind.LLONG : IntKind.ULLONG
                    : signed ? IntKind.LONG : IntKind.ULONG;
            case 16 -> signed ? IntKind.INT128 : IntKind.UINT128;
            default -> IntKind.UCHAR;
        };
        if (abi.sizeOf(kind) == size) {
            return new Type.Int(kind, Endian.HOST);
        }
        return switch ((int) size) {
            case 4 -> Type.Int.of(signed ? IntKind.INT : IntKind.UINT);
            case 8 -> Type.Int.of(signed ? IntKind.LLONG : IntKind.ULLONG);
            default -> new Type.Array(Type.Int.of(IntKind.UCHAR), size);
        };
    }

    private static IntKind byteKind(String name, boolean signed) {
        return name.equals("char") ? IntKind.CHAR : signed ? IntKind.SCHAR : IntKind.UCHAR;
    }

    private Type floating(long size) {
        if (size == 4) {
            return new Type.FloatType(FloatKind.FLOAT);
        }
        return size == 8
                ? new Type.FloatType(FloatKind.DOUBLE)
                : size == 16 && abi != Abi.I386 && abi != Abi.ARM
                        ? new Type.FloatType(FloatKind.LONG_DOUBLE)
                        : new Type.Array(Type.Int.of(IntKind.UCHAR), size);
    }

    /** The enums with a name whose constants the file has cut; what to say about each. */
    public List<String> cut() {
        List<String> cut = new ArrayList<>();
        for (int id = file.firstOwnId(); id < file.end(); id++) {
            if (file.isCut(id)) {
                cut.add(whyCut(file.name(id)));
            }
        }
        return cut;
    }

    /** Why the constants of an enum are not known. */
    public static String whyCut(String name) {
        return (name.isEmpty() ? "an enum without a name" : "enum " + name)
                + " has 8 bytes, and the file has its constants"
                + " cut to 32 bits, as clang before 15 writes them; compile it with a newer clang or with gcc";
    }

    private static Abi abiOf(BtfFile file, BtfMachine machine) {
        boolean narrowLong = file.find("long unsigned int", BtfKind.INT)
                .or(() -> file.find("unsigned long", BtfKind.INT)).or(() -> file.find("long int", BtfKind.INT))
                .map(id -> file.size(id) == 4).orElse(false);
        boolean narrow = machine.pointerSize() == 0 ? narrowLong : machine.pointerSize() == 4;
        if (narrow) {
            return Abi.I386;
        }
        return Abi.host().pointerSize() == 8 ? Abi.host() : Abi.X86_64;
    }
}

package dev.ringspect.protocol.syntax.btf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The types of one BTF file, read in place: where each type starts is kept, names and members are read when asked
 * for. Ids are those of the file; in a split BTF the base's come first. Immutable.
 *
 * <p>
 * Every id that a method takes may be one of a type of this file, of its base, or not exist at all: then the answer is
 * empty, 0 or void.
 */
public final class BtfFile {
    static final int TYPE_SIZE = 12;
    private static final int MAX_DEPTH = 64;
    /** Longer than any name in C; it bounds the work on a string section without a NUL. */
    private static final int MAX_NAME = 1024;

    private final int[] types;
    private final byte[] strings;
    private final int[] starts;
    private final Optional<BtfFile> base;
    private final int firstId;
    private final long firstString;
    private final int[] heads;
    private final int[] next;

    /**
     * @param types the words of the type section
     * @param strings the bytes of the string section
     * @param starts the word of {@code types} in which each type starts; the parser has made sure that all of it is there
     */
    BtfFile(int[] types, byte[] strings, int[] starts, Optional<BtfFile> base) {
        this.types = types;
        this.strings = strings;
        this.starts = starts;
        this.base = base;
        this.firstId = base.map(BtfFile::end).orElse(1);
        this.firstString = base.map(BtfFile::stringEnd).orElse(0L);
        this.heads = new int[Math.max(1, Integer.highestOneBit(starts.length))];
        this.next = new int[starts.length];
        index();
    }

    /** The number after the last id; ids start at 1, since 0 is {@code void}. */
    public int end() {
        return firstId + starts.length;
    }

    /** The first id of this file's own types: more than 1 only in a split BTF. */
    public int firstOwnId() {
        return firstId;
    }

    /** What a type is; VOID for 0 and for ids that do not exist. */
    public BtfKind kind(int id) {
        if (id < firstId) {
            return base.map(file -> file.kind(id)).orElse(BtfKind.VOID);
        }
        return id < end() ? BtfKind.orVoid(word(id, 4) >>> 24 & 0x1F) : BtfKind.VOID;
    }

    /** A type's name, empty when it has none. */
    public String name(int id) {
        if (id < firstId) {
            return base.map(file -> file.name(id)).orElse("");
        }
        return id < end() ? text(word(id, 0)) : "";
    }

    /** The ids of all types of that name and kind, the base's first. */
    public List<Integer> named(String name, BtfKind kind) {
        List<Integer> found = new ArrayList<>();
        base.ifPresent(file -> found.addAll(file.named(name, kind)));
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        if (wanted.length == 0) {
            return found;
        }
        for (int id = heads[hash(wanted, 0, wanted.length) & (heads.length - 1)]; id != 0; id = next[id - firstId]) {
            if (kind(id) == kind && isNamed(id, wanted)) {
                found.add(id);
            }
        }
        return found;
    }

    /** The first type of that name and kind. */
    public Optional<Integer> find(String name, BtfKind kind) {
        return named(name, kind).stream().findFirst();
    }

    /**
     * Whether this looks like a module's file that was read without its base: the name of a type lies past the end of the
     * strings.
     */
    boolean isSplit() {
        for (int id = firstId; id < end(); id++) {
            if (Integer.toUnsignedLong(word(id, 0)) >= stringEnd()) {
                return true;
            }
        }
        return false;
    }

    /** The type that a pointer, typedef, qualifier, function, variable or tag refers to; a prototype's return type. */
    public int target(int id) {
        return switch (kind(id)) {
            case PTR, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG -> own(id, 8);
            case VOID, INT, ARRAY, STRUCT, UNION, ENUM, FWD, DATASEC, FLOAT, ENUM64 -> 0;
        };
    }

    /** The type behind typedefs, qualifiers and tags; 0 when they run in a circle. */
    public int resolve(int id) {
        int at = id;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            switch (kind(at)) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> at = target(at);
                case VOID, INT, PTR, ARRAY, STRUCT, UNION, ENUM, FWD, FUNC, FUNC_PROTO, VAR, DATASEC, FLOAT, DECL_TAG,
                        ENUM64 -> {
                    return at;
                }
            }
        }
        return 0;
    }

    /** Bytes of a type, for a machine whose pointers are 8 bytes; 0 when it has no size. */
    public long size(int id) {
        return size(id, 0);
    }

    private long size(int id, int depth) {
        int type = resolve(id);
        return switch (kind(type)) {
            case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT, DATASEC -> Integer.toUnsignedLong(own(type, 8));
            case PTR -> Long.BYTES;
            case ARRAY -> depth == MAX_DEPTH ? 0 : arrayLength(type) * size(element(type), depth + 1);
            case VAR -> depth == MAX_DEPTH ? 0 : size(target(type), depth + 1);
            case VOID, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, DECL_TAG, TYPE_TAG -> 0;
        };
    }

    /** The members of a struct or union, in order. */
    public List<BtfMember> members(int id) {
        if (id < firstId) {
            return base.map(file -> file.members(id)).orElse(List.of());
        }
        int count = memberCount(id);
        List<BtfMember> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(new BtfMember(memberName(id, i), memberType(id, i), memberBitOffset(id, i),
                    memberBitWidth(id, i)));
        }
        return members;
    }

    /** How many members a struct or union has; 0 for other kinds. */
    int memberCount(int id) {
        BtfKind kind = kind(id);
        return kind == BtfKind.STRUCT || kind == BtfKind.UNION ? own(id, 4) & 0xFFFF : 0;
    }

    /** {@link BtfMember#name} of member {@code index}, which exists. */
    String memberName(int id, int index) {
        return id < firstId
                ? base.map(file -> file.memberName(id, index)).orElse("")
                : text(word(id, TYPE_SIZE + 12 * index));
    }

    /** {@link BtfMember#type} of member {@code index}, which exists. */
    int memberType(int id, int index) {
        return own(id, TYPE_SIZE + 12 * index + 4);
    }

    /** {@link BtfMember#bitOffset} of member {@code index}, which exists. */
    int memberBitOffset(int id, int index) {
        int place = own(id, TYPE_SIZE + 12 * index + 8);
        return own(id, 4) < 0 ? place & 0xFFFFFF : place;
    }

    /** {@link BtfMember#bitWidth} of member {@code index}, which exists. */
    int memberBitWidth(int id, int index) {
        return own(id, 4) < 0 ? own(id, TYPE_SIZE + 12 * index + 8) >>> 24 : 0;
    }

    /**
     * Whether the file has the constants of an enum of 8 bytes cut to their lower 32 bits, as clang 14 writes it: what they
     * really are can't be told.
     */
    public boolean isCut(int id) {
        return kind(id) == BtfKind.ENUM && own(id, 8) == Long.BYTES;
    }

    /** The constants of an enum of either width, in order; none of an enum that {@link #isCut}. */
    public List<BtfEnumerator> enumerators(int id) {
        return isCut(id) ? List.of() : written(id);
    }

    /** The enum of 8 bytes that has {@code constant} and whose constants are cut, by its name, which may be empty. */
    public Optional<String> cutEnum(String constant) {
        for (int id = 1; id < end(); id++) {
            if (isCut(id) && written(id).stream().anyMatch(one -> one.name().equals(constant))) {
                return Optional.of(name(id));
            }
        }
        return Optional.empty();
    }

    private List<BtfEnumerator> written(int id) {
        if (id < firstId) {
            return base.map(file -> file.written(id)).orElse(List.of());
        }
        BtfKind kind = kind(id);
        if (kind != BtfKind.ENUM && kind != BtfKind.ENUM64) {
            return List.of();
        }
        int step = kind == BtfKind.ENUM ? 8 : 12;
        List<BtfEnumerator> constants = new ArrayList<>();
        for (int i = 0; i < items(id); i++) {
            int at = TYPE_SIZE + step * i;
            int low = word(id, at + 4);
            long value = kind == BtfKind.ENUM64
                    ? Integer.toUnsignedLong(low) | (long) word(id, at + 8) << 32
                    : flag(id) ? low : Integer.toUnsignedLong(low);
            constants.add(new BtfEnumerator(text(word(id, at)), value));
        }
        return constants;
    }

    /** Whether an int or enum is signed. */
    public boolean signed(int id) {
        return switch (kind(id)) {
            case INT -> (own(id, TYPE_SIZE) >>> 24 & 1) != 0;
            case ENUM, ENUM64 -> own(id, 4) < 0;
            case VOID, PTR, ARRAY, STRUCT, UNION, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR,
                    DATASEC, FLOAT, DECL_TAG, TYPE_TAG ->
                false;
        };
    }

    /** Whether an int is C's {@code _Bool}. */
    public boolean isBool(int id) {
        return kind(id) == BtfKind.INT && (own(id, TYPE_SIZE) >>> 24 & 4) != 0;
    }

    /** Whether a forward declaration is that of a union; else it is a struct's. */
    public boolean forwardsUnion(int id) {
        return kind(id) == BtfKind.FWD && own(id, 4) < 0;
    }

    /** The type of an array's elements. */
    public int element(int id) {
        return kind(id) == BtfKind.ARRAY ? own(id, TYPE_SIZE) : 0;
    }

    /** How many elements an array has. */
    public long arrayLength(int id) {
        return kind(id) == BtfKind.ARRAY ? Integer.toUnsignedLong(own(id, TYPE_SIZE + 8)) : 0;
    }

    /** The parameters of a function prototype. */
    public List<BtfParameter> parameters(int id) {
        if (id < firstId) {
            return base.map(file -> file.parameters(id)).orElse(List.of());
        }
        List<BtfParameter> parameters = new ArrayList<>();
        for (int i = 0; kind(id) == BtfKind.FUNC_PROTO && i < items(id); i++) {
            parameters.add(new BtfParameter(text(word(id, TYPE_SIZE + 8 * i)), word(id, TYPE_SIZE + 8 * i + 4)));
        }
        return parameters;
    }

    /** The variables of a section. */
    public List<BtfVariable> variables(int id) {
        if (id < firstId) {
            return base.map(file -> file.variables(id)).orElse(List.of());
        }
        List<BtfVariable> variables = new ArrayList<>();
        for (int i = 0; kind(id) == BtfKind.DATASEC && i < items(id); i++) {
            int at = TYPE_SIZE + 12 * i;
            variables.add(new BtfVariable(word(id, at), word(id, at + 4), word(id, at + 8)));
        }
        return variables;
    }

    /** Which member or parameter a declaration tag is on, -1 when on the whole; -1 for other kinds. */
    public int tagIndex(int id) {
        return kind(id) == BtfKind.DECL_TAG ? own(id, TYPE_SIZE) : -1;
    }

    /** A hash table of all names, chained by type: no object is made for a name until it is asked for. */
    private void index() {
        for (int id = end() - 1; id >= firstId; id--) {
            long at = Integer.toUnsignedLong(word(id, 0)) - firstString;
            if (word(id, 0) != 0 && at >= 0 && at < strings.length) {
                int bucket = hash(strings, (int) at, length(at)) & (heads.length - 1);
                next[id - firstId] = heads[bucket];
                heads[bucket] = id;
            }
        }
    }

    private static int hash(byte[] text, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = hash * 31 + text[i];
        }
        return hash ^ hash >>> 15;
    }

    private boolean isNamed(int id, byte[] name) {
        long at = Integer.toUnsignedLong(word(id, 0)) - firstString;
        if (at < 0 || at >= strings.length || length(at) != name.length) {
            return false;
        }
        return Arrays.equals(strings, (int) at, (int) at + name.length, name, 0, name.length);
    }

    /** Bytes of the string at an offset of this file's own strings, up to its NUL. */
    private int length(long at) {
        int length = 0;
        while (length < MAX_NAME && at + length < strings.length
                && strings[(int) at + length] != 0) {
            length++;
        }
        return length;
    }

    private int items(int id) {
        return word(id, 4) & 0xFFFF;
    }

    private boolean flag(int id) {
        return word(id, 4) < 0;
    }

    /** A word of a type of this file or its base. */
    private int own(int id, int offset) {
        return id < firstId ? base.map(file -> file.own(id, offset)).orElse(0) : word(id, offset);
    }

    private int word(int id, int offset) {
        return types[starts[id - firstId] + offset / Integer.BYTES];
    }

    private long stringEnd() {
        return firstString + strings.length;
    }

    /** The string at an offset, empty for one outside. */
    private String text(int offset) {
        long at = Integer.toUnsignedLong(offset);
        if (at < firstString) {
            return base.map(file -> file.text(offset)).orElse("");
        }
        at -= firstString;
        int length = length(at);
        return length == 0 ? "" : new String(strings, (int) at, length, StandardCharsets.ISO_8859_1);
    }
}

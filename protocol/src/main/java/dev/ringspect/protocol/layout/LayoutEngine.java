package dev.ringspect.protocol.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.text.Budget;

/**
 * Lays types out as gcc does for one ABI. An engine remembers what it has laid out, so one is used for one set of types
 * and by one thread.
 *
 * <p>A type that cannot be laid out (incomplete, a function) counts as 0 bytes aligned to 1; the front-end that read it
 * has reported it.
 */
public final class LayoutEngine {
    /** Sizes stop growing here, so that no sum of bit offsets overflows whatever a text declares. */
    private static final long LARGEST = 1L << 45;

    private final Abi abi;
    private final IdentityHashMap<Type.Struct, Placement> placed = new IdentityHashMap<>();

    /** An engine for {@code abi}. */
    public LayoutEngine(Abi abi) {
        this.abi = abi;
    }

    /** The ABI it lays out for. */
    public Abi abi() {
        return abi;
    }

    /** Size of a type in bytes: 0 for a flexible array and for what has no size. */
    public long sizeOf(Type type) {
        return switch (type) {
            case Type.Int number -> abi.sizeOf(number.kind());
            case Type.FloatType number -> abi.sizeOf(number.kind());
            case Type.VoidType _,Type.Function _,Type.Incomplete _ -> 0;
            case Type.Pointer _ -> abi.pointerSize();
            case Type.Array array -> saturatedProduct(Math.max(0, array.count()), sizeOf(array.element()));
            case Type.Struct struct -> place(struct).size;
            case Type.EnumType constants -> sizeOf(constants.underlying());
            case Type.Typedef typedef -> sizeOf(typedef.target());
        };
    }

    /** Alignment of a type as a member, in bytes. */
    public int alignOf(Type type) {
        return switch (type) {
            case Type.Int number -> abi.alignOf(number.kind());
            case Type.FloatType number -> abi.alignOf(number.kind());
            case Type.VoidType _,Type.Function _,Type.Incomplete _ -> 1;
            case Type.Pointer _ -> abi.pointerSize();
            case Type.Array array -> alignOf(array.element());
            case Type.Struct struct -> place(struct).align;
            case Type.EnumType constants -> alignOf(constants.underlying());
            case Type.Typedef typedef -> typedef.align() > 0 ? typedef.align() : alignOf(typedef.target());
        };
    }

    /** Where the members of {@code struct} lie. */
    public StructLayout layout(Type.Struct struct) {
        Placement placement = place(struct);
        List<Hole> holes = new ArrayList<>();
        long end = addHoles(placement, 0, holes);
        List<MemberLayout> members = membersAt(placement, 0, false);
        return new StructLayout(struct, abi, placement.size, placement.align, members,
                placement.hidesBits ? membersAt(placement, 0, true) : members, holes, placement.size - end);
    }

    /** @param all whether bit-fields without a name that have bits are among them */
    private static List<MemberLayout> membersAt(Placement placement, long base, boolean all) {
        List<Member> declared = placement.struct.members();
        List<MemberLayout> members = new ArrayList<>(declared.size());
        for (int i = 0; i < declared.size(); i++) {
            Budget.check();
            Member member = declared.get(i);
            if (member.isBitField() && member.name().isEmpty() && (!all || member.bitWidth() == 0)) {
                continue;
            }
            long at = base + placement.bitOffsets[i];
            long size = placement.sizes[i];
            Placement nested = placement.nested[i];
            members.add(new MemberLayout(member, at, member.isBitField() ? member.bitWidth() : size * 8, size,
                    nested == null ? List.of() : membersAt(nested, at, all)));
        }
        return members;
    }

    /** Adds the holes of a struct that starts at byte {@code base}; gives the end of its last member in bytes. */
    private static long addHoles(Placement placement, long base, List<Hole> holes) {
        boolean union = placement.struct.isUnion();
        List<Member> declared = placement.struct.members();
        long covered = 0;
        for (int i = 0; i < declared.size(); i++) {
            Member member = declared.get(i);
            long start = placement.bitOffsets[i];
            if (!union) {
                addHole(base, covered, start, holes);
            }
            covered = Math.max(covered,
                    start + (member.isBitField() ? member.bitWidth() : placement.sizes[i] * 8));
            Placement inner = placement.nested[i];
            if (inner != null && inner.struct.name().isEmpty()) {
                long innerBase = base + start / 8;
                long innerEnd = addHoles(inner, innerBase, holes);
                if (!union) {
                    addHole(innerBase, innerEnd * 8, inner.size * 8, holes);
                }
            }
        }
        return (covered + 7) / 8;
    }

    private static void addHole(long base, long fromBit, long toBit, List<Hole> holes) {
        long from = (fromBit + 7) / 8;
        long to = toBit / 8;
        if (to > from) {
            holes.add(new Hole(base + from, to - from));
        }
    }

    private Placement place(Type.Struct struct) {
        Placement known = placed.get(struct);
        if (known == null) {
            known = compute(struct);
            placed.put(struct, known);
        }
        return known;
    }

    private Placement compute(Type.Struct struct) {
        List<Member> members = struct.members();
        long[] offsets = new long[members.size()];
        long[] sizes = new long[offsets.length];
        @Nullable
        Placement[] nested = new Placement[offsets.length];
        int align = 1;
        long end = 0;
        long position = 0;
        for (int i = 0; i < offsets.length; i++) {
            Member member = members.get(i);
            BitPlace place = member.isBitField() ? bitField(struct, member, position) : plain(struct, member, position);
            long at = member.bitOffset() == Member.COMPUTED ? place.bit : member.bitOffset();
            sizes[i] = sizeOf(member.type());
            nested[i] = member.type().bare() instanceof Type.Struct inner ? place(inner) : null;
            long bits = member.isBitField() ? member.bitWidth() : sizes[i] * 8;
            offsets[i] = at;
            align = Math.max(align, place.recordAlign);
            end = Math.max(end, at + bits);
            position = struct.isUnion() ? 0 : at + bits;
        }
        align = Math.max(align, struct.align());
        long size = struct.fixedSize() == Member.COMPUTED ? roundUp((end + 7) / 8, align) : struct.fixedSize();
        boolean hidesBits = members.stream()
                .anyMatch(member -> member.isBitField() && member.name().isEmpty() && member.bitWidth() > 0)
                || Arrays.stream(nested).anyMatch(inner -> inner != null && inner.hidesBits);
        return new Placement(struct, size, align, offsets, sizes, nested, hidesBits);
    }

    private BitPlace plain(Type.Struct struct, Member member, long position) {
        int align = struct.packed() || member.packed() ? 1 : alignOf(member.type());
        align = Math.max(align, member.align());
        if (struct.pack() > 0) {
            align = Math.min(align, struct.pack());
        }
        return new BitPlace(roundUp(position, align * 8L), align);
    }

    /**
     * gcc's rule where the type of a bit-field matters, as it does on all these targets: it may not span more units of its
     * type's alignment than the type itself has. Packed fields and every {@code #pragma pack} switch the rule off; a
     * bit-field that is as wide as an integer and lies where one could lie is that integer. {@code :0} heeds neither
     * packed nor pragma.
     */
    private BitPlace bitField(Type.Struct struct, Member member, long position) {
        int typeAlign = alignOf(member.type());
        boolean raises = !member.name().isEmpty() || abi.alignsUnnamedBitFields();
        int width = member.bitWidth();
        if (width == 0) {
            int align = Math.max(typeAlign, member.align());
            return new BitPlace(roundUp(position, align * 8L), raises ? align : 1);
        }
        boolean packed = struct.packed() || member.packed();
        int wholeAlign = width == 8 || width == 16 || width == 32 || width == 64 ? width / 8 : 0;
        boolean whole = wholeAlign > 0 && position % (wholeAlign * 8L) == 0 && (wholeAlign == 1 || !packed);
        if (member.align() == 0) {
            // as a member, an integer is aligned less than alone on i386, unless the member asks for more itself
            wholeAlign = Math.min(wholeAlign, abi.alignOf(IntKind.LLONG));
        }
        int ownAlign = Math.max(1, whole ? Math.max(wholeAlign, member.align()) : member.align());
        if (struct.pack() > 0) {
            ownAlign = Math.min(ownAlign, struct.pack());
        }
        long start = roundUp(position, member.align() > 0 ? ownAlign * 8L : 1);
        int impliedAlign = struct.pack() > 0 ? Math.min(typeAlign, struct.pack()) : packed ? 1 : typeAlign;
        if (struct.pack() == 0 && !packed && !whole) {
            long unit = typeAlign * 8L;
            long units = (start % unit + width + unit - 1) / unit;
            if (units > sizeOf(member.type()) * 8 / unit) {
                start = roundUp(start, unit);
            }
        }
        return new BitPlace(start, raises ? Math.max(ownAlign, impliedAlign) : 1);
    }

    private static long roundUp(long value, long to) {
        return (value + to - 1) / to * to;
    }

    private static long saturatedProduct(long count, long size) {
        return size != 0 && count > LARGEST / size ? LARGEST : count * size;
    }

    private record BitPlace(long bit, int recordAlign) {}

    /** Where the members of a struct lie in it, how large they are, and the placements of those that are structs. */
    @SuppressWarnings("ArrayRecordComponent") // private, never compared
    private record Placement(Type.Struct struct, long size, int align, long[] bitOffsets, long[] sizes,
            @Nullable Placement[] nested, boolean hidesBits) {}
}

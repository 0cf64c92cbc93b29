package dev.ringspect.protocol.layout;

import java.util.List;

/**
 * How one ABI lays a struct or union out.
 *
 * @param type the struct or union
 * @param abi the ABI
 * @param size its size in bytes
 * @param align its alignment in bytes
 * @param members its members in order, a bit-field without a name left out
 * @param shown the same with the bit-fields that have no name: all that takes up bits
 * @param holes bytes that belong to no member, between members; those inside of members without a type name of their own
 *     included; none for a union's own level
 * @param tailPadding bytes after the last member
 */
public record StructLayout(Type.Struct type, Abi abi, long size, int align, List<MemberLayout> members,
        List<MemberLayout> shown, List<Hole> holes, long tailPadding) {
    public StructLayout {
        members = List.copyOf(members);
        shown = List.copyOf(shown);
        holes = List.copyOf(holes);
    }

    /** Whether {@code other} has the same size, and members of the same names at the same places. */
    public boolean sameAs(StructLayout other) {
        return size == other.size && same(members, other.members);
    }

    private static boolean same(List<MemberLayout> ours, List<MemberLayout> theirs) {
        boolean same = ours.size() == theirs.size();
        for (int i = 0; same && i < ours.size(); i++) {
            MemberLayout our = ours.get(i);
            MemberLayout their = theirs.get(i);
            same = our.member.name().equals(their.member.name()) && our.bitOffset == their.bitOffset
                    && our.bits == their.bits && same(our.members, their.members);
        }
        return same;
    }

    /**
     * Where a member lies.
     *
     * @param member the member
     * @param bitOffset bits from the start of the outermost type
     * @param bits its width in bits; 0 for a flexible array
     * @param size bytes of its type; for a bit-field those of its declared type
     * @param members the members of its own type when that is a struct or union, offsets again from the outermost start
     */
    public record MemberLayout(Member member, long bitOffset, long bits, long size, List<MemberLayout> members) {
        public MemberLayout {
            members = List.copyOf(members);
        }

        /** First byte, from the start of the outermost type. */
        public long offset() {
            return bitOffset / 8;
        }
    }

    /** Bytes that belong to no member; {@code offset} counts from the start of the outermost type. */
    public record Hole(long offset, long size) {}
}

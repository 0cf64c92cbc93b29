package dev.ringspect.protocol.layout;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/** The bytes of a struct one after the other, without a gap: what languages need that lay nothing out by themselves. */
final class LayoutParts {
    private LayoutParts() {}

    /** Some bytes of a struct; offsets count from its start. */
    sealed interface Part {
        long offset();

        long size();

        /** A member that is no bit-field. */
        record Field(MemberLayout member, long offset) implements Part {
            @Override
            public long size() {
                return member.size();
            }
        }

        /** Bytes that bit-fields share. */
        record Bits(long offset, long size) implements Part {}

        /** Bytes that belong to no member. */
        record Gap(long offset, long size) implements Part {}
    }

    /** The parts of {@code size} bytes that start at {@code base} and hold {@code members}. */
    static List<Part> of(List<MemberLayout> members, long base, long size) {
        List<Part> parts = new ArrayList<>();
        long at = 0;
        int i = 0;
        while (i < members.size()) {
            MemberLayout member = members.get(i);
            long offset = member.offset() - base;
            if (!member.member().isBitField()) {
                at = gap(parts, at, offset);
                parts.add(new Part.Field(member, offset));
                at = offset + member.size();
                i++;
                continue;
            }
            // a bit-field may start in the byte that the one before ends in
            long start = Math.max(at, offset);
            long end = start;
            while (i < members.size() && members.get(i).member().isBitField()) {
                end = Math.max(end, (members.get(i).bitOffset() + members.get(i).bits() + 7) / 8 - base);
                i++;
            }
            at = gap(parts, at, start);
            if (end > at) {
                parts.add(new Part.Bits(at, end - at));
            }
            at = end;
        }
        gap(parts, at, size);
        return parts;
    }

    private static long gap(List<Part> parts, long from, long to) {
        if (to > from) {
            parts.add(new Part.Gap(from, to - from));
        }
        return Math.max(from, to);
    }
}

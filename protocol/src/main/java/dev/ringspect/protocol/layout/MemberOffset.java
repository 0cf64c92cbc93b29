package dev.ringspect.protocol.layout;

import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/** Where a member lies, as {@code offsetof} of C asks for it. */
public final class MemberOffset {
    /** More digits of an index than any array needs. */
    private static final int LONGEST_INDEX = 9;

    private MemberOffset() {}

    /**
     * Bytes from the start of {@code type}; empty where it has no such member, or that is a bit-field.
     *
     * @param path members and constant indexes, {@code head.op}, {@code q[1].tag}
     */
    public static OptionalLong of(LayoutEngine engine, Type type, String path) {
        long offset = 0;
        Type at = type;
        for (String part : path.split("\\.", -1)) {
            String[] indexes = part.split("\\[", -1);
            MemberLayout member = at.bare() instanceof Type.Struct struct
                    ? find(engine.layout(struct).members(), indexes[0])
                    : null;
            if (member == null || member.member().isBitField()) {
                return OptionalLong.empty();
            }
            offset += member.offset();
            at = member.member().type();
            for (int i = 1; i < indexes.length; i++) {
                String digits = indexes[i].substring(0, Math.max(0, indexes[i].length() - 1));
                if (!(at.bare() instanceof Type.Array array) || digits.isEmpty() || digits.length() > LONGEST_INDEX
                        || !digits.chars().allMatch(Character::isDigit)) {
                    return OptionalLong.empty();
                }
                at = array.element();
                offset += Long.parseLong(digits) * engine.sizeOf(at);
            }
        }
        return OptionalLong.of(offset);
    }

    /** The member called {@code name}, those of anonymous structs included; offsets count from the outermost start. */
    private static @Nullable MemberLayout find(Iterable<MemberLayout> members, String name) {
        for (MemberLayout member : members) {
            if (member.member().name().equals(name)) {
                return member;
            }
            MemberLayout inner = member.member().name().isEmpty() ? find(member.members(), name) : null;
            if (inner != null) {
                return inner;
            }
        }
        return null;
    }
}

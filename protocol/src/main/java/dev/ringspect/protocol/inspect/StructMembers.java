package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/** The structs of a file as one ABI lays them out, each with the members that are its own. */
final class StructMembers {
    private StructMembers() {}

    /**
     * The members of a layout, those of anonymous structs and of structs without a tag after the member that holds them;
     * a struct with its own tag is inspected where it is declared.
     */
    static List<MemberLayout> of(StructLayout layout) {
        List<MemberLayout> members = new ArrayList<>();
        add(layout.members(), members);
        return members;
    }

    private static void add(List<MemberLayout> from, List<MemberLayout> to) {
        for (MemberLayout member : from) {
            to.add(member);
            if (member.member().type().bare() instanceof Type.Struct inner && inner.name().isEmpty()) {
                add(member.members(), to);
            }
        }
    }

    /** What an array is made of, typedefs looked through. */
    static Type innermost(Type type) {
        Type bare = type.bare();
        while (bare instanceof Type.Array array) {
            bare = array.element().bare();
        }
        return bare;
    }

    /** A finding on a member of {@code layout}, with the struct as the related place. */
    static Finding finding(Rule rule, StructLayout layout, Optional<Location> where, String message) {
        return new Finding(rule.id(), rule.severity(), message, where.or(() -> layout.type().where()))
                .with(layout.type().where(), "declared here");
    }
}

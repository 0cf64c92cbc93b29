package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Location;

/** The structs of a file as one ABI lays them out, each with the members that are its own. */
final class StructMembers {
    private StructMembers() {}

    /** The layouts of every struct and union with a tag. */
    static List<StructLayout> layouts(ProtocolModel model, Abi abi) {
        LayoutEngine engine = new LayoutEngine(abi);
        return model.structs().stream().map(engine::layout).toList();
    }

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
    static Finding finding(Inspection inspection, StructLayout layout, Optional<Location> where, String message) {
        return new Finding(inspection.id(), inspection.severity(), message, where.or(() -> layout.type().where()),
                layout.type().where().stream().toList());
    }
}

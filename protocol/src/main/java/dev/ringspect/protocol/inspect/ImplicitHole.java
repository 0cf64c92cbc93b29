package dev.ringspect.protocol.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.text.Severity;

/** Bytes between two members that belong to neither. */
final class ImplicitHole implements Inspection {
    private static final Rule RULE = new Rule("L04", "implicit-hole", Severity.WARNING,
            "The compiler put bytes between two members that belong to neither. Nobody sets or checks "
                    + "them, so they leak and can never be given a meaning.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            List<MemberLayout> members = StructMembers.of(layout);
            for (Hole hole : layout.holes()) {
                findings.accept(finding(set, layout, members, hole));
            }
        }
    }

    private static Finding finding(CheckedSet set, StructLayout layout, List<MemberLayout> members, Hole hole) {
        long end = hole.offset() + hole.size();
        Optional<MemberLayout> next = members.stream().filter(member -> !member.member().name().isEmpty())
                .filter(member -> member.offset() >= end).min(Comparator.comparingLong(MemberLayout::offset));
        // the padding goes in front of an anonymous struct, not into it
        Optional<MemberLayout> behind = members.stream().filter(member -> member.offset() >= end)
                .min(Comparator.comparingLong(MemberLayout::offset));
        String before = next.map(member -> " before " + member.member().name()).orElse(" behind its last member");
        String message = (hole.size() == 1 ? "1 byte" : hole.size() + " bytes") + " of padding" + before
                + " that nobody sets or checks; declare them, such as '__u8 pad[" + hole.size() + "];'";
        return StructMembers.finding(RULE, layout, next.flatMap(member -> member.member().where()), message)
                .with(behind.flatMap(member -> StructMembers.declareHole(set, layout, hole, member)))
                .with(behind.flatMap(_ -> StructMembers.reorder(set, layout)));
    }
}

package dev.ringspect.protocol.inspect.layout;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
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
            if (layout.holes().isEmpty()) {
                continue;
            }
            List<MemberLayout> members = StructMembers.of(layout).stream()
                    .sorted(Comparator.comparingLong(MemberLayout::offset)).toList();
            // one change closes all holes, and computing it takes as long as the struct is
            Optional<Fix> reorder = StructMembers.reorder(set, layout);
            for (Hole hole : layout.holes()) {
                findings.accept(finding(set, layout, members, hole, reorder));
            }
        }
    }

    /** @param members by their offsets */
    private static Finding finding(CheckedSet set, StructLayout layout, List<MemberLayout> members, Hole hole,
            Optional<Fix> reorder) {
        List<MemberLayout> later = members.subList(firstFrom(members, hole.offset() + hole.size()), members.size());
        Optional<MemberLayout> next = later.stream().filter(member -> !member.member().name().isEmpty()).findFirst();
        // the padding goes in front of an anonymous struct, not into it
        Optional<MemberLayout> behind = later.stream().findFirst();
        String before = next.map(member -> " before " + member.member().name()).orElse(" after its last member");
        String message = (hole.size() == 1 ? "1 byte" : hole.size() + " bytes") + " of padding" + before
                + " that nobody sets or checks; declare them, such as '__u8 pad[" + hole.size() + "];'";
        return StructMembers.finding(RULE, layout, next.flatMap(member -> member.member().where()), message)
                .with(behind.flatMap(member -> StructMembers.declareHole(set, layout, hole, member)))
                .with(behind.flatMap(_ -> reorder));
    }

    /** How many of {@code members} are before {@code offset}. */
    private static int firstFrom(List<MemberLayout> members, long offset) {
        int low = 0;
        int high = members.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (members.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

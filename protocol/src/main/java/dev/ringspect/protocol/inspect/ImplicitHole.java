package dev.ringspect.protocol.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** Bytes between two members that belong to neither. */
final class ImplicitHole implements Inspection {
    @Override
    public String id() {
        return "L04";
    }

    @Override
    public String name() {
        return "implicit-hole";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void inspect(ProtocolModel model, Consumer<Finding> findings) {
        for (StructLayout layout : StructMembers.layouts(model, Abi.X86_64)) {
            List<MemberLayout> members = StructMembers.of(layout);
            for (Hole hole : layout.holes()) {
                findings.accept(finding(layout, members, hole));
            }
        }
    }

    private Finding finding(StructLayout layout, List<MemberLayout> members, Hole hole) {
        long end = hole.offset() + hole.size();
        Optional<MemberLayout> next = members.stream().filter(member -> !member.member().name().isEmpty())
                .filter(member -> member.offset() >= end).min(Comparator.comparingLong(MemberLayout::offset));
        String before = next.map(member -> " before " + member.member().name()).orElse(" behind its last member");
        String message = (hole.size() == 1 ? "1 byte" : hole.size() + " bytes") + " of padding" + before
                + " that nobody sets or checks; declare them, such as '__u8 pad[" + hole.size() + "];'";
        return StructMembers.finding(this, layout, next.flatMap(member -> member.member().where()), message);
    }
}

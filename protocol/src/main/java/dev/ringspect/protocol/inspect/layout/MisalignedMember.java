package dev.ringspect.protocol.inspect.layout;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.text.Severity;

/** A member of a packed struct that does not lie where its type wants to. */
final class MisalignedMember implements Inspection {
    private static final Rule RULE = new Rule("L11", "misaligned-member", Severity.WARNING,
            "A packed struct has a member at an offset that its type is not aligned to. Some machines "
                    + "trap or are slow there, and Rust forbids references to it.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        LayoutEngine engine = new LayoutEngine(Abi.X86_64);
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            for (MemberLayout member : layout.members()) {
                int align = engine.alignOf(member.member().type());
                if (!member.member().isBitField() && member.offset() % align != 0) {
                    findings.accept(StructMembers.finding(RULE, layout, member.member().where(),
                            member.member().name() + " lies at byte " + member.offset()
                                    + " and its type wants a multiple"
                                    + " of " + align + "; order the members so that packing is not needed, or, where"
                                    + " programs use the struct already, read it by get_unaligned()"));
                }
            }
        }
    }
}

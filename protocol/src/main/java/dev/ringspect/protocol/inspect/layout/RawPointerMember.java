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
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** A pointer in a struct that crosses into the kernel. */
final class RawPointerMember implements Inspection {
    private static final Rule RULE = new Rule("L09", "raw-pointer-member", Severity.ERROR,
            "A struct that crosses into the kernel holds a pointer, whose size depends on the "
                    + "program. Pointers travel as __u64.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            for (MemberLayout member : StructMembers.of(layout)) {
                if (member.member().type().innermost() instanceof Type.Pointer) {
                    findings.accept(StructMembers.finding(RULE, layout, member.member().where(),
                            member.member().name() + " is a pointer, which has 4 bytes in a 32-bit program"
                                    + moved(layout) + "; declare it as __u64 and convert with (uintptr_t)")
                            .with(StructMembers.fixedWidth(set, layout, member)));
                }
            }
        }
    }

    /** What follows from it, so that nothing else need be said about it. */
    private static String moved(StructLayout layout) {
        long narrow = new LayoutEngine(Abi.I386).sizeOf(layout.type());
        return narrow == layout.size()
                ? ""
                : ", where the struct has " + narrow + " bytes instead of " + layout.size();
    }
}

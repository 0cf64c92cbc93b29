package dev.ringspect.protocol.inspect.layout;

import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** A struct that every 32-bit program lays out in another way than the 64-bit kernel. */
final class Ilp32LayoutDiffers implements Inspection {
    private static final Rule RULE = new Rule("L08", "ilp32-layout-differs", Severity.WARNING,
            "Members of type long or size_t have 4 bytes in a 32-bit program and 8 in the "
                    + "kernel, so the struct has another layout there and needs a translation of its own.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (CheckedSet.Compared struct : set.compared(Abi.ARM)) {
            StructMembers.pairs(struct.wide(), struct.narrow()).stream()
                    .filter(pair -> pair.wide().size() != pair.narrow().size() && pair.wide().members().isEmpty())
                    .filter(pair -> !(pair.wide().member().type().innermost() instanceof Type.Pointer))
                    .findFirst().ifPresent(pair -> findings
                            .accept(finding(set, struct.wide(), struct.narrow(), pair.wide(), pair.narrow())));
        }
    }

    private static Finding finding(CheckedSet set, StructLayout wide, StructLayout narrow, MemberLayout member,
            MemberLayout other) {
        String sizes = wide.size() == narrow.size()
                ? ""
                : ", and the struct " + narrow.size() + " instead of " + wide.size();
        return StructMembers.finding(RULE, wide, member.member().where(), member.member().name() + " has "
                + other.size() + " bytes in a 32-bit program and " + member.size() + " in the kernel" + sizes
                + "; use a fixed-width type").with(StructMembers.fixedWidth(set, wide, member));
    }
}

package dev.ringspect.protocol.inspect.layout;

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
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.text.Severity;

/** A struct that a 32-bit x86 program lays out in another way than the 64-bit kernel. */
final class I386LayoutDiffers implements Inspection {
    private static final Rule RULE = new Rule("L07", "i386-layout-differs", Severity.WARNING,
            "A 32-bit x86 program lays the struct out in another way than the 64-bit kernel, since it "
                    + "aligns 64-bit integers to 4 bytes.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (CheckedSet.Compared struct : set.compared(Abi.I386)) {
            compare(set, struct.wide(), struct.narrow(), findings);
        }
    }

    /** One finding a struct: the first member that differs moves all that follow. */
    private static void compare(CheckedSet set, StructLayout wide, StructLayout narrow, Consumer<Finding> findings) {
        StructLayout plainWide = StructMembers.withoutPointers(wide);
        StructLayout plainNarrow = StructMembers.withoutPointers(narrow);
        List<StructMembers.Pair> pairs = StructMembers.pairs(wide, narrow);
        List<StructMembers.Pair> plain = StructMembers.pairs(plainWide, plainNarrow);
        for (int i = 0; i < pairs.size(); i++) {
            MemberLayout member = pairs.get(i).wide();
            MemberLayout other = pairs.get(i).narrow();
            // what only a pointer causes is said of the pointer
            boolean moves = plain.get(i).wide().bitOffset() != plain.get(i).narrow().bitOffset();
            boolean grows = plain.get(i).wide().size() != plain.get(i).narrow().size();
            if (moves && member.bitOffset() != other.bitOffset()) {
                findings.accept(StructMembers.finding(RULE, wide, member.member().where(),
                        name(member) + " is at byte " + other.offset() + " in a 32-bit x86 program and at "
                                + member.offset() + " in the kernel; declare the padding before it, or align it to 8"
                                + " bytes")
                        .with(hole(set, wide, member)));
                return;
            }
            if (grows && member.size() != other.size() && member.members().isEmpty()) {
                findings.accept(StructMembers.finding(RULE, wide, member.member().where(),
                        name(member) + " has " + other.size() + " bytes in a 32-bit x86 program and " + member.size()
                                + " in the kernel; use a fixed-width type")
                        .with(StructMembers.fixedWidth(set, wide, member)));
                return;
            }
        }
        if (wide.size() != narrow.size() && plainWide.size() != plainNarrow.size()) {
            findings.accept(StructMembers.finding(RULE, wide, wide.type().where(),
                    wide.type().display() + " has " + narrow.size() + " bytes in a 32-bit x86 program and "
                            + wide.size() + " in the kernel; declare its tail padding")
                    .with(StructMembers.padAtEnd(set, wide, wide.tailPadding())));
        }
    }

    private static Optional<Fix> hole(CheckedSet set, StructLayout wide, MemberLayout member) {
        return wide.holes().stream().filter(hole -> hole.offset() + hole.size() == member.offset()).findFirst()
                .flatMap(hole -> StructMembers.declareHole(set, wide, hole, member));
    }

    private static String name(MemberLayout member) {
        return member.member().name().isEmpty() ? "the anonymous member" : member.member().name();
    }
}

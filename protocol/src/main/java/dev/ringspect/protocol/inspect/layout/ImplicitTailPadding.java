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
import dev.ringspect.protocol.text.Severity;

/** Bytes after the last member that the compiler adds to round the size up. */
final class ImplicitTailPadding implements Inspection {
    private static final Rule RULE = new Rule("L05", "implicit-tail-padding", Severity.WARNING,
            "The compiler rounded the size up after the last member. Nobody sets or checks these "
                    + "bytes, and a 32-bit program may not have them.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            long padding = layout.tailPadding();
            if (padding > 0 && !layout.members().isEmpty() && !layout.type().isUnion()) {
                MemberLayout last = layout.members().getLast();
                findings.accept(StructMembers.finding(RULE, layout, last.member().where(),
                        (padding == 1 ? "1 byte" : padding + " bytes") + " of padding at the end of "
                                + layout.type().display() + ", rounded up to " + layout.size()
                                + " bytes; declare them, such as '" + declaration(padding) + "'")
                        .with(StructMembers.padAtEnd(set, layout, padding)));
            }
        }
    }

    private static String declaration(long bytes) {
        return bytes == 1 || bytes == 2 || bytes == 4
                ? "__u" + bytes * 8 + " reserved;"
                : "__u8 reserved[" + bytes + "];";
    }
}

package dev.ringspect.protocol.inspect.layout;

import java.util.Locale;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.CheckedType;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** A payload with no room to grow. */
final class NoSpareSpace implements Inspection {
    private static final Rule RULE = new Rule("L13", "reserved-not-last", Severity.INFO,
            "The payload has neither a reserved member nor a flags word, so a later version cannot say "
                    + "that it means more.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (CheckedType checked : set.types()) {
            StructLayout layout = new LayoutEngine(Abi.X86_64).layout(checked.type());
            if (checked.isPayload() && !hasSpare(checked.type()) && !layout.members().isEmpty()
                    && !checked.type().isUnion()) {
                findings.accept(StructMembers.finding(RULE, layout, checked.type().where(), checked.type().display()
                        + " has no reserved member and no flags word, so it can never be extended; add one that must be"
                        + " 0"));
            }
        }
    }

    /** A flags word of what it holds can say as much as its own. */
    private static boolean hasSpare(Type.Struct type) {
        return type.members().stream().anyMatch(member -> isSpare(member.name().toLowerCase(Locale.ROOT))
                || (member.type().innermost() instanceof Type.Struct inner && hasSpare(inner)));
    }

    private static boolean isSpare(String name) {
        return name.contains("flag") || name.contains("rsv") || name.contains("resv") || name.contains("reserved")
                || name.contains("pad") || name.contains("spare") || name.contains("unused");
    }
}

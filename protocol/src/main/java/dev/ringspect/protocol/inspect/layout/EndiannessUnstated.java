package dev.ringspect.protocol.inspect.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** A plain integer between members whose byte order is stated. */
final class EndiannessUnstated implements Inspection {
    private static final Rule RULE = new Rule("L24", "endianness-unstated", Severity.INFO,
            "A struct states the byte order of some members and not of others. Whoever reads the plain "
                    + "ones cannot tell whether they are in the machine's order or were forgotten.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        Set<String> stated = new HashSet<>();
        set.model().flatMap(ProtocolModel::protocol).ifPresent(protocol -> protocol.rules().stream()
                .filter(rule -> rule.meanings().stream().anyMatch(FieldMeaning.Order.class::isInstance))
                .forEach(rule -> stated.add(rule.struct() + "." + rule.member())));
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            boolean some = StructMembers.of(layout).stream()
                    .anyMatch(member -> order(member.member()) != Endian.HOST && isWide(member.member()));
            for (MemberLayout member : some ? StructMembers.of(layout) : List.<MemberLayout>of()) {
                if (order(member.member()) == Endian.HOST && isWide(member.member())
                        && !stated.contains(layout.type().name() + "." + member.member().name())) {
                    findings.accept(StructMembers.finding(RULE, layout, member.member().where(), member.member().name()
                            + " is in the machine's byte order, and other members of the struct are not; say so by its"
                            + " type (__le32) or by a refine (" + member.member().name() + " : le32;)"));
                }
            }
        }
    }

    private static Endian order(Member member) {
        return member.type().innermost() instanceof Type.Int number ? number.endian() : Endian.HOST;
    }

    private static boolean isWide(Member member) {
        return !member.isBitField() && member.type().innermost() instanceof Type.Int number
                && Abi.X86_64.sizeOf(number.kind()) > 1;
    }
}

package dev.ringspect.protocol.inspect.layout;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

/** A struct with 64-bit members whose size some ABI does not round up to 8. */
final class SizeNotMultipleOf8 implements Inspection {
    private static final Rule RULE = new Rule("L06", "size-not-multiple-of-8", Severity.WARNING,
            "The struct has 64-bit members, and its size is no multiple of 8 on some ABI, so that arrays "
                    + "of it and what follows it lie elsewhere there.");

    private static final List<Abi> NARROW = List.of(Abi.I386, Abi.ARM);

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            if (!holds64Bits(layout)) {
                continue;
            }
            Optional<StructLayout> odd = Stream.concat(Stream.of(layout), NARROW.stream()
                    .flatMap(abi -> set.compared(layout, abi).stream())
                    .map(CheckedSet.Compared::narrow)).filter(other -> other.size() % 8 != 0)
                    .filter(other -> StructMembers.withoutPointers(other).size() % 8 != 0).findFirst();
            odd.ifPresent(other -> findings.accept(StructMembers.finding(RULE, layout, layout.type().where(),
                    layout.type().display() + " has 64-bit members and " + other.size() + " bytes on "
                            + other.abi().word() + ", no multiple of 8; declare the padding at its end")
                    .with(StructMembers.padAtEnd(set, layout,
                            layout.tailPadding() > 0 ? layout.tailPadding() : (8 - other.size() % 8) % 8))));
        }
    }

    private static boolean holds64Bits(StructLayout layout) {
        for (MemberLayout member : StructMembers.of(layout)) {
            if (member.member().type().innermost() instanceof Type.Int number
                    && Abi.X86_64.sizeOf(number.kind()) >= 8) {
                return true;
            }
        }
        return false;
    }
}

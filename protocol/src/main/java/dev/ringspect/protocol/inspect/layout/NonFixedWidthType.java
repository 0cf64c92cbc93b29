package dev.ringspect.protocol.inspect.layout;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.inspect.subject.Inspection;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** A member whose size, sign or place is the choice of the compiler. */
final class NonFixedWidthType implements Inspection {
    private static final Rule RULE = new Rule("L10", "non-fixed-width-type", Severity.WARNING,
            "The size, sign or place of a member is the choice of the compiler or of the ABI, so "
                    + "programs and kernel may disagree about it.");

    @Override
    public Rule rule() {
        return RULE;
    }

    @Override
    public void inspect(CheckedSet set, Consumer<Finding> findings) {
        for (StructLayout layout : set.layouts(Abi.X86_64)) {
            Set<MemberLayout> fixed = fixed(set, layout);
            for (MemberLayout member : StructMembers.of(layout)) {
                reason(member.member(), fixed.contains(member)).ifPresent(reason -> findings
                        .accept(StructMembers.finding(RULE, layout, member.member().where(), member.member().name()
                                + " is " + reason + "; use a fixed-width type such as __u32")
                                .with(StructMembers.fixedWidth(set, layout, member))));
            }
        }
    }

    /** Members of type {@code long} that have their size in a 32-bit program too, as {@code uint64_t} does. */
    private static Set<MemberLayout> fixed(CheckedSet set, StructLayout layout) {
        List<MemberLayout> longs = StructMembers.of(layout).stream()
                .filter(member -> member.member().type().innermost() instanceof Type.Int number
                        && isLong(number.kind()))
                .toList();
        Set<MemberLayout> fixed = Collections.newSetFromMap(new IdentityHashMap<>());
        if (!longs.isEmpty()) {
            set.compared(layout, Abi.I386).stream()
                    .flatMap(struct -> StructMembers.pairs(struct.wide(), struct.narrow()).stream())
                    .filter(pair -> pair.narrow().member().type().innermost() instanceof Type.Int number
                            && !isLong(number.kind()))
                    .forEach(pair -> fixed.add(pair.wide()));
        }
        return fixed;
    }

    private static boolean isLong(IntKind kind) {
        return kind == IntKind.LONG || kind == IntKind.ULONG;
    }

    private static Optional<String> reason(Member member, boolean fixed) {
        if (member.isBitField()) {
            return Optional.of("a bit-field, whose order is the choice of the ABI");
        }
        return switch (member.type().innermost()) {
            case Type.Int number -> fixed ? Optional.empty() : reason(number.kind(), member.type());
            case Type.EnumType constants -> constants.fixed()
                    ? Optional.empty()
                    : Optional.of("an enum, whose size is the choice of the compiler");
            case Type.FloatType _ -> Optional.of("a floating number, which the kernel does not use");
            case Type.VoidType _,Type.Function _,Type.Pointer _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _ ->
                Optional.empty();
        };
    }

    private static Optional<String> reason(IntKind kind, Type type) {
        return switch (kind) {
            case LONG, ULONG -> Optional.of(type.display() + ", which has 4 bytes in a 32-bit program and 8 otherwise");
            case BOOL -> Optional.of(type.display() + ", of whose values only two are valid");
            // text in an array of char is usual and has no sign to speak of
            case CHAR -> type.bare() instanceof Type.Array
                    ? Optional.empty()
                    : Optional.of("a plain char, which is signed on x86 and unsigned on arm");
            case SCHAR, UCHAR, SHORT, USHORT, INT, UINT, LLONG, ULLONG, INT128, UINT128 -> Optional.empty();
        };
    }
}

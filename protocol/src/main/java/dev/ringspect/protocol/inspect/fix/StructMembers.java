package dev.ringspect.protocol.inspect.fix;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.MemberEdits;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/** The structs of a file as one ABI lays them out, each with the members that are its own. */
public final class StructMembers {
    private StructMembers() {}

    /**
     * The members of a layout, those of anonymous structs and of structs without a tag after the member that holds them;
     * a struct with its own tag is inspected where it is declared.
     */
    public static List<MemberLayout> of(StructLayout layout) {
        List<MemberLayout> members = new ArrayList<>();
        add(layout.members(), members);
        return members;
    }

    private static void add(List<MemberLayout> from, List<MemberLayout> to) {
        for (MemberLayout member : from) {
            to.add(member);
            if (member.member().type().bare() instanceof Type.Struct inner && inner.name().isEmpty()) {
                add(member.members(), to);
            }
        }
    }

    /** A member as two ABIs lay it out. */
    public record Pair(MemberLayout wide, MemberLayout narrow) {}

    /**
     * The members that both layouts have, in the order of {@code wide}. Conditions on the target may give a struct more
     * members on one of the two, so they are matched by their names, and the n-th of one name with the n-th.
     */
    public static List<Pair> pairs(StructLayout wide, StructLayout narrow) {
        Map<Object, Deque<MemberLayout>> others = new HashMap<>();
        of(narrow).forEach(member -> others.computeIfAbsent(key(member), _ -> new ArrayDeque<>()).add(member));
        List<Pair> pairs = new ArrayList<>();
        for (MemberLayout member : of(wide)) {
            MemberLayout other = others.getOrDefault(key(member), new ArrayDeque<>()).poll();
            if (other != null) {
                pairs.add(new Pair(member, other));
            }
        }
        return pairs;
    }

    private static Object key(MemberLayout member) {
        return member.member().name().isEmpty() ? member.member().where() : member.member().name();
    }

    /**
     * The struct with numbers that are alike everywhere in place of its pointers: what is different still has another
     * cause than those, of which L09 says all.
     */
    public static StructLayout withoutPointers(StructLayout layout) {
        return new LayoutEngine(layout.abi()).layout(withoutPointers(layout.type()));
    }

    private static Type.Struct withoutPointers(Type.Struct struct) {
        List<Member> members = struct.members().stream().map(member -> new Member(member.name(),
                withoutPointers(member.type()), member.bitWidth(), member.align(), member.packed(), member.bitOffset(),
                member.where())).toList();
        return new Type.Struct(struct.keyword(), struct.name(), members, struct.packed(), struct.align(),
                struct.pack(), struct.fixedSize(), struct.where());
    }

    private static Type withoutPointers(Type type) {
        return switch (type) {
            case Type.Pointer _ -> new Type.Typedef("__aligned_u64", Type.Int.of(IntKind.ULLONG), 8);
            case Type.Array(Type element, long count) -> new Type.Array(withoutPointers(element), count);
            case Type.Typedef(String name, Type target, int align) ->
                new Type.Typedef(name, withoutPointers(target), align);
            case Type.Struct inner -> withoutPointers(inner);
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.EnumType _,Type.Incomplete _ -> type;
        };
    }

    /** A finding on a member of {@code layout}, with the struct as the related place. */
    public static Finding finding(Rule rule, StructLayout layout, Optional<Location> where, String message) {
        return new Finding(rule.id(), rule.severity(), message, where.or(() -> layout.type().where()))
                .with(layout.type().where(), "declared here");
    }

    /** Declares the padding after the last member. */
    public static Optional<Fix> padAtEnd(CheckedSet set, StructLayout layout, long bytes) {
        return bytes <= 0
                ? Optional.empty()
                : edits(set, layout).flatMap(edits -> edits.padAtEnd(layout.size() - layout.tailPadding(), bytes));
    }

    /** Declares the hole in front of {@code member}. */
    public static Optional<Fix> declareHole(CheckedSet set, StructLayout layout, StructLayout.Hole hole,
            MemberLayout member) {
        return edits(set, layout).flatMap(edits -> member.member().where()
                .flatMap(where -> edits.padBefore(where, hole.offset(), hole.size())));
    }

    /** Orders the members so that no hole is between them; padding may be after the last then. */
    public static Optional<Fix> reorder(CheckedSet set, StructLayout layout) {
        return edits(set, layout).flatMap(edits -> edits.reorder(new LayoutEngine(Abi.X86_64)));
    }

    /** Declares a member whose size is a choice of the compiler as the number that it is on this machine. */
    public static Optional<Fix> fixedWidth(CheckedSet set, StructLayout layout, MemberLayout member) {
        Optional<Location> where = member.member().where();
        Optional<MemberEdits> edits = edits(set, layout);
        if (where.isEmpty() || edits.isEmpty() || member.member().isBitField()) {
            return Optional.empty();
        }
        return switch (member.member().type().innermost()) {
            case Type.Pointer _ -> edits.get().pointerToNumber(where.get());
            case Type.Int number -> edits.get().retype(where.get(), fixed(number));
            case Type.EnumType constants -> edits.get().retype(where.get(), fixed(constants.underlying()));
            case Type.FloatType _,Type.VoidType _,Type.Function _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _ ->
                Optional.empty();
        };
    }

    private static String fixed(Type.Int number) {
        boolean signed = number.kind() != IntKind.CHAR && Abi.X86_64.isSigned(number.kind());
        return (signed ? "s" : "u") + Abi.X86_64.sizeOf(number.kind()) * 8;
    }

    private static Optional<MemberEdits> edits(CheckedSet set, StructLayout layout) {
        return set.edits(layout.type());
    }
}

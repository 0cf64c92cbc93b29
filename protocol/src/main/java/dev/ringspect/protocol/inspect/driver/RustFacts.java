package dev.ringspect.protocol.inspect.driver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.drivercode.rust.RustSource;
import dev.ringspect.protocol.edit.Code;
import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.inspect.fix.StructMembers;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.Hole;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.rust.RustCall;
import dev.ringspect.protocol.syntax.rust.RustField;
import dev.ringspect.protocol.syntax.rust.RustItem;
import dev.ringspect.protocol.syntax.rust.RustType;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.TextEdit;

/** What the inspections of Rust sources ask about types. */
final class RustFacts {
    private static final int DEEPEST = 64;
    private static final Set<String> RESTRICTED = Set.of("bool", "char", "str", "Box", "Arc", "KBox", "ARef");

    private RustFacts() {}

    /** Where the type that a call is made for is declared, where this text does. */
    static Optional<Location> place(RustSource rust, RustCall call) {
        return rust.item(call).map(item -> rust.source().at(item.head().nameSpan()));
    }

    /** What in {@code item} has patterns of bits that are no value; empty where everything has. */
    static Optional<String> forbidden(RustSource rust, RustItem item) {
        return forbidden(rust, item, 0, new HashSet<>());
    }

    /** The same for what is nested that deep; the structs {@code seen} have been looked into and hold nothing of the kind. */
    private static Optional<String> forbidden(RustSource rust, RustItem item, int depth, Set<String> seen) {
        Budget.check();
        if (item instanceof RustItem.Enumeration) {
            return Optional.of("the enum " + item.name());
        }
        if (item instanceof RustItem.Struct struct && depth < DEEPEST && seen.add(struct.name())) {
            for (RustField field : struct.fields()) {
                Optional<String> inside = forbidden(rust, field.type(), depth + 1, seen);
                if (inside.isPresent()) {
                    return Optional.of(inside.get() + (depth == 0 ? " in " + field.name() : ""));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> forbidden(RustSource rust, RustType type, int depth, Set<String> seen) {
        return switch (type) {
            case RustType.Array array -> forbidden(rust, array.element(), depth, seen);
            case RustType.Pointer pointer -> pointer.reference() ? Optional.of("a reference") : Optional.empty();
            case RustType.Function _ -> Optional.of("a pointer to a function");
            case RustType.Path path -> {
                String name = path.segments().isEmpty() ? "" : path.segments().getLast().name();
                yield RESTRICTED.contains(name) || name.startsWith("NonZero")
                        ? Optional.of("a " + name)
                        : rust.item(name).flatMap(item -> forbidden(rust, item, depth, seen));
            }
            case RustType.Tuple tuple -> tuple.elements().stream()
                    .flatMap(element -> forbidden(rust, element, depth, seen).stream()).findFirst();
            case RustType.Slice _,RustType.Never _,RustType.TraitObject _,RustType.Other _ -> Optional.empty();
        };
    }

    /** Bytes of a struct that belong to no field, those within its fields included. */
    static long padding(StructLayout layout, LayoutEngine engine) {
        long padding = layout.tailPadding() + layout.holes().stream().mapToLong(Hole::size).sum();
        for (MemberLayout member : layout.members()) {
            if (member.member().type().innermost() instanceof Type.Struct inner
                    && !inner.name().isEmpty()) {
                padding += padding(engine.layout(inner), engine);
            }
        }
        return padding;
    }

    /** Declares the first hole, or the padding at the end. */
    static List<Fix> declarePadding(CheckedSet set, StructLayout layout) {
        List<Fix> fixes = new ArrayList<>();
        for (Hole hole : layout.holes()) {
            layout.members().stream().filter(member -> member.offset() == hole.offset() + hole.size()).findFirst()
                    .flatMap(member -> StructMembers.declareHole(set, layout, hole, member)).ifPresent(fixes::add);
        }
        StructMembers.padAtEnd(set, layout, layout.tailPadding()).ifPresent(fixes::add);
        return fixes;
    }

    /** Writes {@code #[repr(C)]} before an item's keyword. */
    static Fix addRepr(RustSource rust, RustItem item) {
        Code code = Code.of(rust.source());
        int line = code.lineStart(item.head().nameSpan().start());
        return Fix.quick("Add #[repr(C)] to " + item.name(), rust.source().uri(),
                TextEdit.insert(line, code.indent(line) + "#[repr(C)]\n"));
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Span;

/** Structs and unions. */
final class RustRecords {
    /** More fields than any real struct has with all it contains. */
    private static final long MOST_FIELDS = 1 << 16;

    private final RustTypes types;
    private final LayoutEngine engine;

    RustRecords(RustTypes types) {
        this.types = types;
        this.engine = new LayoutEngine(types.target().abi());
    }

    Shape struct(RustItem.Struct item, RustRepr repr, RustEnv env) {
        if (!repr.c() && !repr.transparent()) {
            return Shape.unspecified(item.name() + " has no #[repr(C)], so Rust may place its fields in any order",
                    item.head().nameSpan());
        }
        Fields fields = fields(item.fields(), env);
        if (fields.failure.isPresent() && !repr.transparent()) {
            return fields.failure.get();
        }
        if (fields.weight > MOST_FIELDS) {
            return Shape.unspecified(item.name() + " has more than " + MOST_FIELDS + " fields in all",
                    item.head().nameSpan());
        }
        return repr.transparent()
                ? transparent(item, fields)
                : new Shape(new RustAnswer.Known(
                        new Type.Struct(item.union() ? Type.Keyword.UNION : Type.Keyword.STRUCT, item.name(),
                                fields.members,
                                repr.packed() == 1, repr.align(), repr.packed() > 1 ? repr.packed() : 0,
                                Member.COMPUTED,
                                where(item.head())),
                        fields.assumed), false, fields.members.isEmpty() && repr.align() <= 1, fields.weight);
    }

    Optional<Location> where(RustItem.Head head) {
        return Optional.of(types.file().source().at(head.nameSpan()));
    }

    /** The one field that has bytes gives the layout; rustc has made sure that there is no second. */
    private Shape transparent(RustItem.Struct item, Fields fields) {
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < fields.shapes.size(); i++) {
            Shape shape = fields.shapes.get(i);
            boolean known = shape.answer() instanceof RustAnswer.Known(Type type, String _)
                    && (engine.sizeOf(type) > 0 || engine.alignOf(type) > 1);
            if (known) {
                there.add(i);
            }
        }
        if (there.isEmpty() && fields.failure.isPresent()) {
            return fields.failure.get();
        }
        if (there.size() > 1 || (item.union() && fields.shapes.size() > 1)) {
            return Shape.unspecified(item.name() + " is transparent, but has more than one field with a size",
                    item.head().nameSpan());
        }
        List<Member> members = there.isEmpty() ? List.of() : List.of(fields.member(there.getFirst()));
        Shape one = there.isEmpty() ? RustResolver.nothing("") : fields.shapes.get(there.getFirst());
        Type type = new Type.Struct(Type.Keyword.STRUCT, item.name(), members, false, 0, 0, Member.COMPUTED,
                where(item.head()));
        return new Shape(new RustAnswer.Known(type, fields.assumed), one.neverNull() && !item.union(), there.isEmpty(),
                fields.weight);
    }

    /** Fields that were resolved; {@code failure} is the first that could not be. */
    static final class Fields {
        final List<Member> members = new ArrayList<>();
        final List<Shape> shapes = new ArrayList<>();
        private final List<Optional<Member>> byShape = new ArrayList<>();
        Optional<Shape> failure = Optional.empty();
        String assumed = "";
        long weight = 1;

        Member member(int index) {
            return byShape.get(index).orElseThrow();
        }
    }

    Fields fields(List<RustField> written, RustEnv env) {
        Fields fields = new Fields();
        for (RustField field : written) {
            List<RustMeta> conditions = field.attributes().stream().filter(meta -> meta.name().equals("cfg")).toList();
            Optional<Boolean> there = types.target().allHold(conditions);
            if (there.isPresent() && !there.get()) {
                continue;
            }
            Shape shape = there.isPresent()
                    ? types.resolver().shape(field.type(), env)
                    : Shape.unspecified("whether the field " + field.name()
                            + " exists depends on a cfg that is not known here", field.nameSpan());
            add(fields, field, shape);
        }
        return fields;
    }

    private void add(Fields fields, RustField field, Shape shape) {
        fields.shapes.add(shape);
        fields.weight += shape.weight();
        switch (shape.answer()) {
            case RustAnswer.Known(Type type, String assumed) -> {
                Member member = new Member(field.name(), type, Member.NO_BIT_FIELD, 0, false, Member.COMPUTED,
                        Optional.of(types.file().source().at(field.nameSpan())));
                fields.members.add(member);
                fields.byShape.add(Optional.of(member));
                if (!assumed.isEmpty() && !fields.assumed.contains(assumed) && fields.assumed.length() < 400) {
                    fields.assumed = fields.assumed.isEmpty() ? assumed : fields.assumed + "; " + assumed;
                }
            }
            case RustAnswer.Unspecified(String reason, Span span) -> {
                fields.byShape.add(Optional.empty());
                if (fields.failure.isEmpty()) {
                    fields.failure = Optional.of(Shape.unspecified("field " + field.name() + ": " + reason, span));
                }
            }
        }
    }

    RustValue measure(RustAnswer answer, boolean size, Span span) {
        return switch (answer) {
            case RustAnswer.Known(Type type, String _) -> new RustValue.Known(
                    BigInteger.valueOf(size ? engine.sizeOf(type) : engine.alignOf(type)), "usize");
            case RustAnswer.Unspecified(String reason, Span _) ->
                new RustValue.Unknown("it measures a type that is not known: " + reason, span);
        };
    }

    RustValue offsetOf(RustAnswer answer, RustExpr.OffsetOf offset) {
        if (answer instanceof RustAnswer.Known(Type type, String _) && type.bare() instanceof Type.Struct struct) {
            for (StructLayout.MemberLayout member : engine.layout(struct).members()) {
                if (member.member().name().equals(offset.field())) {
                    return new RustValue.Known(BigInteger.valueOf(member.offset()), "usize");
                }
            }
        }
        return new RustValue.Unknown("the offset of the field " + offset.field() + " is not known", offset.span());
    }
}

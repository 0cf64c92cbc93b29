package dev.ringspect.protocol.resolve.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.TimeUnitWord;
import dev.ringspect.protocol.resolve.type.ConstantSets;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Resolves what is said about one number: what it stands for, and what it must be. */
public final class MeaningBuilder {
    /** So much that a page or so of arguments can be copied of each request, and no more. */
    private static final int MOST_CAPTURED = 1 << 20;

    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final LayoutEngine engine;
    private final ConstantSets constants;

    MeaningBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index) {
        this.source = source;
        this.types = types;
        this.engine = new LayoutEngine(types.abi());
        this.problems = problems;
        this.index = index;
        this.constants = new ConstantSets(types, problems, index);
    }

    public Optional<FieldMeaning> limit(UringItem.Limit limit) {
        OptionalLong low = types.constants().evaluate(limit.low());
        OptionalLong high = limit.high().isEmpty() ? low : types.constants().evaluate(limit.high().get());
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        if (low.getAsLong() > high.getAsLong()) {
            problem(limit.low().span().to(limit.high().orElse(limit.low()).span()),
                    "no number is in this range; its ends are swapped");
            return Optional.empty();
        }
        return Optional.of(limit.high().isEmpty()
                ? new FieldMeaning.MustBe(low.getAsLong(), limit.severity())
                : new FieldMeaning.Within(low.getAsLong(), high.getAsLong(), limit.severity()));
    }

    /**
     * What a meaning comes to.
     *
     * @param members what the length of a pointer's target may name
     */
    public Optional<FieldMeaning> meaning(UringItem.Meaning meaning, List<MemberPaths.At> members) {
        return meaning(meaning, members, Set.of());
    }

    /**
     * The same.
     *
     * @param others numbers beside the members that the length of a pointer's target may name too
     */
    public Optional<FieldMeaning> meaning(UringItem.Meaning meaning, List<MemberPaths.At> members, Set<String> others) {
        return switch (meaning) {
            case UringItem.Meaning.OneOf(Name tag) -> enumOrConstant(tag).map(FieldMeaning.OneOf::new);
            case UringItem.Meaning.FlagsOf(Name tag) -> enumOrConstant(tag).map(FieldMeaning.FlagsOf::new);
            case UringItem.Meaning.ConstantsOf(boolean flags, List<Name> names) -> constants.listed(names)
                    .map(found -> flags ? new FieldMeaning.FlagsOf(found) : new FieldMeaning.OneOf(found));
            case UringItem.Meaning.PointerTo pointer -> Optional.of(pointer(pointer, members, others));
            case UringItem.Meaning.Time(Optional<Name> unit) -> time(unit);
            case UringItem.Meaning.Count count -> count(count.number(), numbers(members), members);
            case UringItem.Meaning.Word(Name word) -> Optional.of(switch (word.text()) {
                case "errno" -> new FieldMeaning.Errno();
                case "text" -> new FieldMeaning.Text();
                default -> new FieldMeaning.Order(word.text().startsWith("be") ? Endian.BIG : Endian.LITTLE);
            });
        };
    }

    private static Set<String> numbers(List<MemberPaths.At> members) {
        return Stream.concat(members.stream().filter(at -> isNumber(at.member().type())).map(MemberPaths.At::path),
                FieldNames.of(members, _ -> false).numbers().stream().filter(path -> path.endsWith("]")))
                .collect(Collectors.toSet());
    }

    /**
     * How many elements of an array there are.
     *
     * @param names numbers that it may be made of, beside words of the SQE and constants
     * @param members the members beside it
     */
    Optional<FieldMeaning> count(Expr number, Set<String> names, List<MemberPaths.At> members) {
        Expression.Compiled compiled = Expression.compile(number,
                new RuleNames(names, FieldNames.of(members, _ -> false), true, types));
        problems.addAll(compiled.problems());
        if (compiled.expression().flatMap(ready -> ready.constant().stream().boxed().findFirst()).isPresent()) {
            problem(number.span(), "this is the same number in every request; write it as the array's length");
            return Optional.empty();
        }
        return compiled.expression().map(_ -> new FieldMeaning.Count(number, source.slice(number.span())));
    }

    static boolean isNumber(Type type) {
        return type.bare() instanceof Type.Int || type.bare() instanceof Type.EnumType;
    }

    /** A limit that no value of the member could keep, or one could not break, is a mistake. */
    boolean reaches(FieldMeaning limit, MemberPaths.At at, UringItem.Limit written) {
        Type type = at.member().type().innermost();
        if (type instanceof Type.Struct struct) {
            problem(written.low().span().to(written.high().orElse(written.low()).span()),
                    ofStruct(at, struct, "limit"));
            return false;
        }
        if (!(type instanceof Type.Int number)) {
            return true;
        }
        int bits = at.member().isBitField() ? at.member().bitWidth() : types.abi().sizeOf(number.kind()) * 8;
        if (bits >= 64) {
            return true;
        }
        boolean signed = types.abi().isSigned(number.kind());
        long low = signed ? -(1L << (bits - 1)) : 0;
        long high = (1L << (signed ? bits - 1 : bits)) - 1;
        long from = limit instanceof FieldMeaning.Within(long least, long _, Severity _)
                ? least
                : limit instanceof FieldMeaning.MustBe(long value, Severity _) ? value : low;
        long to = limit instanceof FieldMeaning.Within(long _, long most, Severity _) ? most : from;
        if (from < low || to > high) {
            problem(written.low().span().to(written.high().orElse(written.low()).span()), "'" + at.path() + "' has "
                    + (bits == 1 ? "1 bit" : bits + " bits") + " and is " + low + " to " + high + "; this is "
                    + (from < low ? from : to));
            return false;
        }
        return true;
    }

    private Optional<FieldMeaning> time(Optional<Name> written) {
        Optional<TimeUnitWord> unit = written.map(Name::text).or(() -> Optional.of("ns"))
                .flatMap(TimeUnitWord::named);
        if (unit.isEmpty()) {
            written.ifPresent(name -> problem(name.span(), "'" + name.text() + "' is no unit; ns, us, ms and s are"));
        }
        return unit.map(FieldMeaning.Time::new);
    }

    private FieldMeaning pointer(UringItem.Meaning.PointerTo pointer, List<MemberPaths.At> members,
            Set<String> others) {
        if (pointer.target().isEmpty()) {
            return new FieldMeaning.PointerTo("void", Optional.empty(), Optional.empty(),
                    pointer.capture().flatMap(capture -> capture(capture, "void", 0, OptionalLong.empty())));
        }
        Expr.TypeName target = pointer.target().get();
        Optional<Expr> length = target.dimensions().stream().findFirst();
        // A constant length says nothing that the text does not say.
        OptionalLong constant = length.flatMap(count -> Expression.compile(count, types.constants()).expression())
                .map(Expression::constant).orElse(OptionalLong.empty());
        Set<String> names = Stream.concat(numbers(members).stream(), others.stream()).collect(Collectors.toSet());
        boolean known = length.isPresent() && check(length.get(), names, members, true) && constant.isEmpty();
        String text = source.slice(target.span());
        types.target(target.name(), target.span()).ifPresent(problems::add);
        Optional<Type> type = target.pointers() == 0 ? types.named(target.name()) : Optional.empty();
        long size = type.map(engine::sizeOf).orElse(target.pointers() > 0 ? engine.abi().pointerSize() : 0L);
        OptionalLong count = length.isEmpty() ? OptionalLong.of(1) : constant;
        return new FieldMeaning.PointerTo(text, known ? length : Optional.empty(), type,
                pointer.capture().flatMap(capture -> capture(capture, text, size, count)));
    }

    /**
     * What a trace may copy.
     *
     * @param size bytes of one element, 0 where that is not known
     * @param count number of elements, where it is the same in every request
     */
    private Optional<FieldMeaning.Capture> capture(UringItem.Capture written, String target, long size,
            OptionalLong count) {
        boolean in = written.directions().isEmpty();
        boolean out = false;
        for (Name direction : written.directions()) {
            boolean again = direction.text().equals("in") ? in : out;
            if (again) {
                problem(direction.span(), "'" + direction.text() + "' stands here twice; write in, out, or in out");
            }
            in |= direction.text().equals("in");
            out |= direction.text().equals("out");
        }
        long whole = count.isPresent() ? size * count.getAsLong() : 0;
        if (written.bytes().isEmpty()) {
            if (whole <= 0 || whole > MOST_CAPTURED) {
                problem(written.span(), "say how many bytes of " + target + " are to be copied, as in 'capture 64': "
                        + (size == 0
                                ? "its size is not known here"
                                : count.isEmpty()
                                        ? "how many elements there are is another number in each request"
                                        : "it has " + whole + " bytes, and " + MOST_CAPTURED + " is the most"));
                return Optional.empty();
            }
            return Optional.of(new FieldMeaning.Capture((int) whole, in, out));
        }
        OptionalLong bytes = types.constants().evaluate(written.bytes().get());
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        if (bytes.getAsLong() < 1 || bytes.getAsLong() > MOST_CAPTURED) {
            problem(written.bytes().get().span(),
                    "capture takes a number of bytes from 1 to " + MOST_CAPTURED + "; this is " + bytes.getAsLong());
            return Optional.empty();
        }
        if (whole > 0 && bytes.getAsLong() > whole) {
            problem(written.bytes().get().span(), target + " has " + whole + " bytes; capture " + whole
                    + " copies all of it, and " + bytes.getAsLong() + " is past its end");
            return Optional.empty();
        }
        return Optional.of(new FieldMeaning.Capture((int) bytes.getAsLong(), in, out));
    }

    /** Whether {@code expression} is made of {@code names} and constants; what is wrong is noted. */
    boolean check(Expr expression, Set<String> names, List<MemberPaths.At> members) {
        return check(expression, names, members, false);
    }

    private boolean check(Expr expression, Set<String> names, List<MemberPaths.At> members, boolean ofSqe) {
        Expression.Compiled compiled = Expression.compile(expression,
                new RuleNames(names, FieldNames.of(members, _ -> false), ofSqe, types));
        problems.addAll(compiled.problems());
        return compiled.expression().isPresent();
    }

    /** The enum with this tag, or with this constant: many enums have no tag. */
    private Optional<Type.EnumType> enumOrConstant(Name name) {
        return types.named("enum " + name.text()).isPresent()
                ? enumeration(name)
                : constants.around(name).or(() -> enumeration(name));
    }

    /** The enum with this tag; noted where there is none. */
    Optional<Type.EnumType> enumeration(Name tag) {
        Optional<Type.EnumType> found = types.named("enum " + tag.text())
                .filter(Type.EnumType.class::isInstance).map(Type.EnumType.class::cast);
        if (found.isPresent()) {
            index.add(new Declared.OfEnum(found.get(), tag.span()));
        } else {
            problems.add(types.missing("enum", tag));
        }
        return found;
    }

    private static String ofStruct(MemberPaths.At at, Type.Struct struct, String what) {
        String first = MemberPaths.of(struct, false).stream().findFirst()
                .map(inner -> ", as in " + at.path() + "." + inner.path()).orElse("");
        return "'" + at.path() + "' is " + at.member().type().display() + "; a " + what
                + " is written for its members" + first;
    }

    /** A byte order names a width, which is the member's. */
    boolean fits(FieldMeaning meaning, MemberPaths.At at, Span span) {
        if (meaning instanceof FieldMeaning.Count && !(at.member().type().bare() instanceof Type.Array)) {
            problem(span, "only the elements of an array can be counted; '" + at.path() + "' is "
                    + at.member().type().display());
            return false;
        }
        if (!(meaning instanceof FieldMeaning.Count)
                && at.member().type().innermost() instanceof Type.Struct struct) {
            problem(span, ofStruct(at, struct, "meaning"));
            return false;
        }
        if (!(meaning instanceof FieldMeaning.Order) || at.member().isBitField()) {
            return true;
        }
        Type type = at.member().type();
        while (type.bare() instanceof Type.Array array) {
            type = array.element();
        }
        boolean same = source.slice(span).replaceAll(".*[lb]e(\\d+).*", "$1")
                .equals(String.valueOf(engine.sizeOf(type) * 8));
        if (!same) {
            problem(span, "'" + at.path() + "' has " + engine.sizeOf(type) * 8
                    + " bits; the number in the byte order's name is another");
        }
        return same;
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}

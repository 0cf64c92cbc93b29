package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Resolves what {@code refine} and the fields of a command say about numbers. */
final class RefineBuilder {
    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final LayoutEngine engine = new LayoutEngine(Abi.X86_64);
    private final List<FieldRule> rules = new ArrayList<>();
    private final List<ValueRule> values = new ArrayList<>();
    private final List<Type.Struct> refined = new ArrayList<>();

    RefineBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index) {
        this.source = source;
        this.types = types;
        this.problems = problems;
        this.index = index;
    }

    List<FieldRule> rules() {
        return rules;
    }

    List<ValueRule> values() {
        return values;
    }

    /** The structs that a {@code refine} speaks about. */
    List<Type.Struct> refined() {
        return refined;
    }

    /** Takes the rules of one {@code refine}. */
    void add(UringItem.Refine refine) {
        Optional<Type> type = types.named(refine.keyword().word() + " " + refine.tag().text());
        if (type.isEmpty() || !(type.get() instanceof Type.Struct struct)) {
            problems.add(types.missing(refine.keyword().word(), refine.tag()));
            return;
        }
        refined.add(struct);
        index.add(new Declared.OfStruct(struct, refine.tag().span()));
        List<MemberPaths.At> members = MemberPaths.of(struct, false);
        refine.rules().stream().filter(rule -> !(rule instanceof UringItem.Rule.Value))
                .forEach(rule -> memberRule(struct, members, rule));
        for (UringItem.Rule rule : refine.rules()) {
            if (rule instanceof UringItem.Rule.Value value) {
                value(struct, members, value);
            }
        }
    }

    private void memberRule(Type.Struct struct, List<MemberPaths.At> members, UringItem.Rule rule) {
        Optional<MemberPaths.At> member = members.stream()
                .filter(at -> at.path().equals(rule.member().path())).findFirst();
        if (member.isEmpty()) {
            problem(rule.member().span(), struct.display() + " has no member '" + rule.member().path()
                    + "'; it has " + CommandBuilder.words(members.stream().map(MemberPaths.At::path).toList()));
            return;
        }
        index.add(new Declared.OfMember(struct, member.get().member(), member.get().path(), List.of(),
                rule.member().span()));
        Optional<FieldMeaning> meaning = switch (rule) {
            case UringItem.Rule.Means means ->
                meaning(means.meaning(), members).filter(found -> fits(found, member.get(), means.span()));
            case UringItem.Rule.Limited limited -> limit(limited.limit());
            case UringItem.Rule.Bits bits -> bits(struct, members, member.get(), bits);
            case UringItem.Rule.Value _ -> Optional.empty();
        };
        meaning.ifPresent(found -> rules.add(new FieldRule(struct.name(), rule.member().path(), List.of(found),
                source.at(rule.span()))));
    }

    /** A byte order names a width, which is the member's. */
    private boolean fits(FieldMeaning meaning, MemberPaths.At at, Span span) {
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

    Optional<FieldMeaning> limit(UringItem.Limit limit) {
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
    Optional<FieldMeaning> meaning(UringItem.Meaning meaning, List<MemberPaths.At> members) {
        return switch (meaning) {
            case UringItem.Meaning.OneOf(Name tag) -> enumeration(tag).map(FieldMeaning.OneOf::new);
            case UringItem.Meaning.FlagsOf(Name tag) -> enumeration(tag).map(FieldMeaning.FlagsOf::new);
            case UringItem.Meaning.PointerTo pointer -> Optional.of(pointer(pointer, members));
            case UringItem.Meaning.Time(Optional<Name> unit) -> time(unit);
            case UringItem.Meaning.Word(Name word) -> Optional.of(switch (word.text()) {
                case "errno" -> new FieldMeaning.Errno();
                case "text" -> new FieldMeaning.Text();
                default -> new FieldMeaning.Order(word.text().startsWith("be") ? Endian.BIG : Endian.LITTLE);
            });
        };
    }

    private Optional<FieldMeaning> time(Optional<Name> written) {
        Optional<TimeUnitWord> unit = written.map(Name::text).or(() -> Optional.of("ns"))
                .flatMap(TimeUnitWord::named);
        if (unit.isEmpty()) {
            written.ifPresent(name -> problem(name.span(), "'" + name.text() + "' is no unit; ns, us, ms and s are"));
        }
        return unit.map(FieldMeaning.Time::new);
    }

    private FieldMeaning pointer(UringItem.Meaning.PointerTo pointer, List<MemberPaths.At> members) {
        int capture = pointer.capture().map(bytes -> {
            long value = types.constants().evaluate(bytes).orElse(0);
            if (value < 0 || value > 1 << 20) {
                problem(bytes.span(), "capture takes a number of bytes from 0 to 1048576");
            }
            return (int) Math.max(0, Math.min(value, 1 << 20));
        }).orElse(0);
        if (pointer.target().isEmpty()) {
            return new FieldMeaning.PointerTo("void", Optional.empty(), capture);
        }
        Expr.TypeName target = pointer.target().get();
        Optional<Expr> length = target.dimensions().stream().findFirst();
        Set<String> names = new HashSet<>();
        members.forEach(at -> names.add(at.path()));
        // A constant length says nothing that the text does not say.
        boolean known = length.isPresent() && check(length.get(), names)
                && Expression.compile(length.get(), types.constants()).expression().isEmpty();
        return new FieldMeaning.PointerTo(source.slice(target.span()), known ? length : Optional.empty(), capture);
    }

    private boolean check(Expr expression, Set<String> names) {
        Expression.Compiled compiled = Expression.compile(expression, path -> path.contains("sqe.")
                || path.contains("cqe.")
                        ? Optional.empty()
                        : new CheckNames(names, types.constants().all()).find(path));
        problems.addAll(compiled.problems());
        return compiled.expression().isPresent();
    }

    private Optional<Type.EnumType> enumerationOf(Optional<Type> type) {
        return type.filter(Type.EnumType.class::isInstance).map(Type.EnumType.class::cast);
    }

    private Optional<Type.EnumType> enumeration(Name tag) {
        Optional<Type.EnumType> found = enumerationOf(types.named("enum " + tag.text()));
        if (found.isPresent()) {
            index.add(new Declared.OfEnum(found.get(), tag.span()));
        } else {
            problems.add(types.missing("enum", tag));
        }
        return found;
    }

    private Optional<FieldMeaning> bits(Type.Struct struct, List<MemberPaths.At> members, MemberPaths.At at,
            UringItem.Rule.Bits bits) {
        Type type = at.member().type().bare();
        boolean integer = type instanceof Type.Int || type instanceof Type.EnumType;
        boolean swapped = type instanceof Type.Int number && number.endian() == Endian.BIG;
        if (!integer || swapped || at.member().isBitField()) {
            problem(bits.member().span(), "only an integer member in the machine's byte order can be split into bits; "
                    + at.path() + " is " + (at.member().isBitField() ? "a bit-field" : at.member().type().display()));
            return Optional.empty();
        }
        long most = engine.sizeOf(type) * 8 - 1;
        List<FieldMeaning.BitRange> ranges = new ArrayList<>();
        for (UringItem.BitRange range : bits.ranges()) {
            long low = types.constants().evaluate(range.low()).orElse(-1);
            long high = range.high().map(expression -> types.constants().evaluate(expression).orElse(-1)).orElse(low);
            if (low < 0 || high < low || high > most) {
                problem(range.low().span().to(range.high().orElse(range.low()).span()),
                        "the bits of " + at.path() + " are 0 to " + most + ", the lower one first");
            } else if (ranges.stream().anyMatch(other -> other.name().equals(range.name().text()))) {
                problem(range.name().span(), "there are other bits '" + range.name().text() + "'");
            } else if (isNew(struct, members, parent(at.path()), range.name())) {
                ranges.add(new FieldMeaning.BitRange((int) low, (int) (high - low + 1), range.name().text(),
                        range.meaning().flatMap(meaning -> meaning(meaning, members)).stream().toList(),
                        source.at(range.name().span())));
            }
        }
        return Optional.of(new FieldMeaning.Bits(ranges));
    }

    private void value(Type.Struct struct, List<MemberPaths.At> members, UringItem.Rule.Value value) {
        Name name = new Name(value.member().path(), value.member().span());
        Set<String> names = new HashSet<>();
        members.forEach(at -> names.add(at.path()));
        besideOf(struct.name(), "", false).forEach((path, _) -> names.add(path));
        if (isNew(struct, members, "", name) && check(value.expression(), names)) {
            values.add(new ValueRule(struct.name(), name.text(), value.expression(), source.at(name.span())));
        }
    }

    private boolean isNew(Type.Struct struct, List<MemberPaths.At> members, String parent, Name name) {
        String path = MemberPaths.join(parent, name.text());
        boolean taken = members.stream().anyMatch(at -> at.path().equals(path))
                || besideOf(struct.name(), "", true).containsKey(path);
        if (taken) {
            problem(name.span(), struct.display() + " has a '" + path + "' already");
        }
        return !taken;
    }

    /** The names that rules add beside the members of {@code payload} and of the structs in it, with their places. */
    Map<String, Location> namesBeside(Type.Struct payload) {
        Map<String, Location> names = new LinkedHashMap<>(besideOf(payload.name(), "", true));
        for (MemberPaths.Inner inner : MemberPaths.structs(payload)) {
            names.putAll(besideOf(inner.tag(), inner.path(), true));
        }
        return names;
    }

    private Map<String, Location> besideOf(String tag, String prefix, boolean withValues) {
        Map<String, Location> names = new LinkedHashMap<>();
        for (FieldRule rule : rules) {
            for (FieldMeaning meaning : rule.struct().equals(tag) ? rule.meanings() : List.<FieldMeaning>of()) {
                if (meaning instanceof FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges)) {
                    String parent = MemberPaths.join(prefix, parent(rule.member()));
                    ranges.forEach(range -> names.put(MemberPaths.join(parent, range.name()), range.where()));
                }
            }
        }
        for (ValueRule value : withValues ? values : List.<ValueRule>of()) {
            if (value.struct().equals(tag)) {
                names.put(MemberPaths.join(prefix, value.name()), value.where());
            }
        }
        return names;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}

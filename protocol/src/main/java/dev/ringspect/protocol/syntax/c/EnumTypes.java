package dev.ringspect.protocol.syntax.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** The enums of a translation unit and what their constants come to. */
final class EnumTypes {
    private final Scope scope;
    private final Abi abi;
    private final TypeModifiers modifiers;
    private final Function<Expr, Optional<CValue>> values;
    private final Function<Span, Location> places;
    private final Consumer<Problem> problems;
    private final boolean strict;
    private final List<Type.EnumType> enums = new ArrayList<>();
    private final Map<String, CTranslationUnit.NoNumber> noNumbers = new HashMap<>();

    EnumTypes(Scope scope, TypeModifiers modifiers, Function<Expr, Optional<CValue>> values,
            Function<Span, Location> places, Consumer<Problem> problems, boolean strict) {
        this.scope = scope;
        this.abi = scope.engine.abi();
        this.modifiers = modifiers;
        this.values = values;
        this.places = places;
        this.problems = problems;
        this.strict = strict;
    }

    List<Type.EnumType> made() {
        return enums;
    }

    /** Why the constant called {@code name} has no value, where it has none. */
    Optional<CTranslationUnit.NoNumber> noNumber(String name) {
        return scope.constants.containsKey(name) ? Optional.empty() : Optional.ofNullable(noNumbers.get(name));
    }

    private String why(Expr value) {
        return scope.evaluator.evaluate(value) instanceof ConstantEvaluator.Outcome.Unknown unknown
                ? unknown.why()
                : "";
    }

    private void strictly(Span span, String message) {
        if (strict) {
            problems.accept(new Problem(span, Severity.ERROR, message));
        }
    }

    Type make(TypeSpecifier.EnumType specifier) {
        String tag = specifier.tag().map(Name::text).orElse("");
        if (specifier.constants().isEmpty()) {
            Optional<Type> known = scope.tagged("enum " + tag);
            if (strict && known.isEmpty()) {
                problems.accept(Problem.unresolved(specifier.span(), "nothing above declares enum " + tag));
            }
            return known.orElseGet(() -> new Type.EnumType(tag, underlying(specifier).orElse(Type.Int.of(IntKind.UINT)),
                    specifier.underlying().isPresent(), List.of(), Optional.empty()));
        }
        List<Type.Enumerator> enumerators = new ArrayList<>();
        List<CValue> numbers = new ArrayList<>();
        List<Name> named = new ArrayList<>();
        Optional<CValue> next = Optional.of(new CValue(0, false, true));
        String why = "";
        for (TypeSpecifier.Constant constant : specifier.constants().get()) {
            Name name = constant.name();
            Optional<CValue> given = constant.value().isPresent()
                    ? values.apply(constant.value().get())
                    : next;
            if (given.isEmpty()) {
                next = given;
                why = constant.value().map(this::why).orElse(why);
                noNumbers.put(name.text(), new CTranslationUnit.NoNumber(why, places.apply(name.span())));
                continue;
            }
            CValue value = given.get();
            numbers.add(value);
            named.add(name);
            next = Optional.of(EnumWidth.after(value));
            enumerators.add(new Type.Enumerator(name.text(), value.bits(), Optional.of(places.apply(name.span()))));
            CValue other = scope.constants.put(name.text(), value);
            if (other != null) {
                strictly(name.span(), "there is another constant '" + name.text() + "'");
            }
        }
        Type.Int underlying = underlying(specifier).or(() -> modifiers
                .apply(EnumWidth.of(numbers, false), specifier.attributes()) instanceof Type.Int number
                && CTypes.has(specifier.attributes(), "mode") ? Optional.of(number) : Optional.empty())
                .orElseGet(() -> EnumWidth.of(numbers, CTypes.has(specifier.attributes(), "packed")));
        if (specifier.underlying().isPresent()) {
            fits(named, numbers, underlying);
        }
        Type.EnumType type = new Type.EnumType(tag, underlying, specifier.underlying().isPresent(), enumerators,
                Optional.of(places.apply(specifier.span())));
        if (!tag.isEmpty() && scope.tags.put("enum " + tag, type) instanceof Type.EnumType) {
            strictly(specifier.span(), "enum " + tag + " is declared twice");
        }
        enums.add(type);
        return type;
    }

    /** The values of an enum that names its integer have to fit that; {@code named} are the constants that have them. */
    private void fits(List<Name> named, List<CValue> values, Type.Int underlying) {
        int bits = abi.sizeOf(underlying.kind()) * 8;
        boolean signed = abi.isSigned(underlying.kind());
        for (int i = 0; i < values.size() && bits < 64; i++) {
            long value = values.get(i).bits();
            long low = signed ? -(1L << (bits - 1)) : 0;
            long high = (1L << (signed ? bits - 1 : bits)) - 1;
            if (value < low || value > high) {
                strictly(named.get(i).span(), named.get(i).text() + " is " + value + ", and the enum's "
                        + underlying.display() + " holds " + low + " to " + high + " only");
            }
        }
    }

    private Optional<Type.Int> underlying(TypeSpecifier.EnumType specifier) {
        Optional<Type> type = specifier.underlying().flatMap(named -> scope.named(named.name()));
        if (type.isPresent() && type.get().bare() instanceof Type.Int number) {
            return Optional.of(number);
        }
        if (strict) {
            specifier.underlying().ifPresent(named -> problems.accept(type.isEmpty()
                    ? Problem.unresolved(named.span(), UnknownType.text(named.name(), scope.typedefs.keySet(), true))
                    : new Problem(named.span(), Severity.ERROR,
                            "the type of an enum is an integer, not " + type.get().display())));
        }
        return Optional.empty();
    }
}

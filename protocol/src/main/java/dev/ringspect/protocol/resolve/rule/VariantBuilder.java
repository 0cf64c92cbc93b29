package dev.ringspect.protocol.resolve.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.model.UnionPaths;
import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.resolve.type.DeclarationIndex;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.Spelling;

/** Resolves {@code variant on member { ... }}. */
final class VariantBuilder {
    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final DeclarationIndex index;
    private final RefineBuilder refinements;
    private final LayoutEngine engine;

    VariantBuilder(SourceText source, Types types, List<Problem> problems, DeclarationIndex index,
            RefineBuilder refinements) {
        this.source = source;
        this.types = types;
        this.engine = new LayoutEngine(types.abi());
        this.problems = problems;
        this.index = index;
        this.refinements = refinements;
    }

    /** What decides: its path, and the enum that names its values. */
    private record Selector(String path, Optional<Type.EnumType> constants) {}

    /**
     * One variant.
     *
     * @param beside the rules that stand beside it: they may name the enum
     */
    Optional<VariantRule> variant(RefineScope scope, List<FieldRule> beside, UringItem.Rule.Variant written) {
        Optional<Selector> selector = selector(scope, beside, written);
        if (selector.isEmpty()) {
            return Optional.empty();
        }
        List<VariantRule.Arm> arms = new ArrayList<>();
        Map<Long, Span> seen = new HashMap<>();
        boolean otherwise = false;
        for (UringItem.Arm arm : written.arms()) {
            if (arm.labels().isEmpty() && otherwise) {
                problem(arm.head(), "there is another default");
                continue;
            }
            List<Long> values = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            arm.labels().forEach(label -> label(label, selector.get(), seen).ifPresent(value -> {
                values.add(value);
                labels.add(source.slice(label.span()));
            }));
            if (values.isEmpty() && !arm.labels().isEmpty()) {
                refinements.rules(scope.inCase(), arm.rules()); // what is wrong in it is said all the same
                continue;
            }
            otherwise |= arm.labels().isEmpty();
            arms.add(arm(scope, arm, values, labels));
        }
        return Optional.of(new VariantRule(scope.struct().name(), selector.get().path, selector.get().constants, arms,
                source.at(written.member().span())));
    }

    private VariantRule.Arm arm(RefineScope scope, UringItem.Arm written, List<Long> values, List<String> labels) {
        Refinement refinement = refinements.rules(scope.inCase(), written.rules());
        List<String> members = new ArrayList<>();
        List<VariantRule.Overlay> overlays = new ArrayList<>();
        for (UringItem.Rule rule : written.rules()) {
            if (rule instanceof UringItem.Rule.Chosen chosen) {
                refinements.member(scope, chosen).filter(_ -> inUnion(scope, chosen))
                        .ifPresent(at -> members.add(at.path()));
            } else if (rule instanceof UringItem.Rule.Over over) {
                overlay(scope, over).ifPresent(overlays::add);
            }
        }
        return new VariantRule.Arm(values, labels, refinement, members, overlays, source.at(written.head()));
    }

    /** A path names a member of a union when a part of it is one. */
    private boolean inUnion(RefineScope scope, UringItem.Rule.Chosen chosen) {
        boolean found = UnionPaths.in(scope.struct(), chosen.member().path());
        if (!found) {
            problem(chosen.span(), "'" + chosen.member().path() + "' is no member of a union, so there is nothing to "
                    + "choose; say what it means, or write none");
        }
        return found;
    }

    private Optional<VariantRule.Overlay> overlay(RefineScope scope, UringItem.Rule.Over over) {
        Optional<MemberPaths.At> member = refinements.member(scope, over);
        Optional<Type> type = types.named(over.keyword().word() + " " + over.tag().text());
        if (type.isEmpty() || !(type.get() instanceof Type.Struct struct)) {
            problems.add(types.missing(over.keyword().word(), over.tag()));
            return Optional.empty();
        }
        index.add(new Declared.OfStruct(struct, over.tag().span()));
        if (member.isEmpty()) {
            return Optional.empty();
        }
        long room = engine.sizeOf(member.get().member().type());
        if (engine.sizeOf(struct) > room) {
            problem(over.tag().span(), struct.display() + " has " + engine.sizeOf(struct) + " bytes and "
                    + over.member().path() + " only " + room);
            return Optional.empty();
        }
        return Optional.of(new VariantRule.Overlay(struct, member.get().path()));
    }

    private Optional<Selector> selector(RefineScope scope, List<FieldRule> beside, UringItem.Rule.Variant written) {
        String path = written.member().path();
        Optional<Type.EnumType> named = written.constants().flatMap(refinements.meanings()::enumeration);
        if (scope.numbers().contains(path) && scope.member(path).isEmpty()) {
            return Optional.of(new Selector(path, named.or(() -> enumOfBits(beside, path))));
        }
        if (scope.values().contains(path)) {
            return Optional.of(new Selector(path, named));
        }
        Optional<MemberPaths.At> member = refinements.member(scope, written);
        if (member.isEmpty()) {
            return Optional.empty();
        }
        Type type = member.get().member().type().bare();
        if (!(type instanceof Type.Int) && !(type instanceof Type.EnumType)) {
            problem(written.member().span(), "only a number can decide; '" + path + "' is "
                    + member.get().member().type().display());
            return Optional.empty();
        }
        Optional<Type.EnumType> own = type instanceof Type.EnumType constants
                ? Optional.of(constants)
                : Optional.empty();
        return Optional.of(new Selector(path,
                named.or(() -> enumOf(beside, path)).or(() -> refinements.enumOf(scope.struct(), path)).or(() -> own)));
    }

    /** The enum that one of {@code rules} gives to the member {@code path}. */
    static Optional<Type.EnumType> enumOf(List<FieldRule> rules, String path) {
        return rules.stream().filter(rule -> rule.member().equals(path)).flatMap(rule -> rule.meanings().stream())
                .filter(FieldMeaning.OneOf.class::isInstance).map(meaning -> ((FieldMeaning.OneOf) meaning).type())
                .findFirst();
    }

    private static Optional<Type.EnumType> enumOfBits(List<FieldRule> rules, String path) {
        for (FieldRule rule : rules) {
            for (FieldMeaning meaning : rule.meanings()) {
                if (meaning instanceof FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges)) {
                    for (FieldMeaning.BitRange range : ranges) {
                        String name = MemberPaths.join(RefineScope.parent(rule.member()), range.name());
                        if (name.equals(path)) {
                            return range.meanings().stream().filter(FieldMeaning.OneOf.class::isInstance)
                                    .map(one -> ((FieldMeaning.OneOf) one).type()).findFirst();
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Long> label(Expr label, Selector selector, Map<Long, Span> seen) {
        OptionalLong value = OptionalLong.empty();
        if (label instanceof Expr.Name(String name, Span span) && selector.constants.isPresent()) {
            value = selector.constants.get().enumerators().stream().filter(one -> one.name().equals(name))
                    .mapToLong(Type.Enumerator::value).findFirst();
            if (value.isEmpty()) {
                problems.add(Problem.unresolved(span,
                        "'" + name + "' is no constant of " + selector.constants.get().display() + "; these are: "
                                + Spelling.list(selector.constants.get().enumerators().stream()
                                        .map(Type.Enumerator::name).toList())));
                return Optional.empty();
            }
            index.add(new Declared.OfConstant(name, value.getAsLong(), span));
        } else {
            value = types.constants().evaluate(label);
        }
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (seen.putIfAbsent(value.getAsLong(), label.span()) != null) {
            problem(label.span(), "another case has " + source.slice(label.span()) + " (" + value.getAsLong()
                    + ") already");
            return Optional.empty();
        }
        return Optional.of(value.getAsLong());
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}

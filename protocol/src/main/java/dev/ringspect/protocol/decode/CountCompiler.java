package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.VariantRule;

/** Joins arrays with what counts their elements; that may stand behind them, so it is done when all fields are known. */
final class CountCompiler {
    private final FieldCompiler compiler;
    private final List<Counted> arrays = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Count> counts = new HashMap<>();

    /**
     * An array among the fields.
     *
     * @param inner numbers, or structs, that one of its elements has
     * @param length how many of its elements there is room for
     */
    private record Counted(String path, Type.Array type, int inner, int length) {}

    /** What counts the arrays that {@code about} tells, in a struct at {@code prefix}, in a case or always. */
    private record Rule(Predicate<String> about, String prefix, Expr number, Optional<Guard> guard) {}

    CountCompiler(FieldCompiler compiler) {
        this.compiler = compiler;
    }

    /** Counts by path of their array; known after {@link #bind}. */
    Map<String, Count> counts() {
        return counts;
    }

    void array(String path, Type.Array type, int inner, int length) {
        arrays.add(new Counted(path, type, inner, length));
    }

    /** The array at {@code path} is counted in every case. */
    void always(String path, String prefix, Expr number) {
        rules.add(new Rule(path::equals, prefix, number, Optional.empty()));
    }

    boolean isAlways(String path) {
        return rules.stream().anyMatch(rule -> rule.about.test(path));
    }

    /** An array of {@code place} is counted in one case. */
    void inCase(FieldCompiler.Place place, String member, Expr number, Guard guard) {
        rules.add(new Rule(path -> place.isMember(path, member), place.prefix(), number, Optional.of(guard)));
    }

    /** Whether a case of {@code variants} counts {@code member}. */
    static boolean inAnyCase(List<VariantRule> variants, String member) {
        return variants.stream().flatMap(variant -> variant.arms().stream())
                .anyMatch(arm -> arm.refinement().rules().stream()
                        .anyMatch(rule -> rule.member().equals(member)
                                && rule.meanings().stream().anyMatch(FieldMeaning.Count.class::isInstance))
                        || inAnyCase(arm.refinement().variants(), member));
    }

    void bind() {
        Set<String> seen = new TreeSet<>();
        for (Counted array : arrays) {
            if (seen.add(array.path)) {
                bind(array);
            }
        }
    }

    private void bind(Counted array) {
        List<Count.Said> said = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.about.test(array.path)) {
                FieldExpression
                        .compile(rule.number, name -> compiler.counting(rule.prefix, aligned(rule.prefix, array.path,
                                name), rule.guard), compiler.names())
                        .ifPresent(number -> said.add(new Count.Said(rule.guard, number)));
            }
        }
        if (said.isEmpty()) {
            return;
        }
        // what counts in one case goes before what counts in all
        said.sort((a, b) -> Boolean.compare(a.guard().isEmpty(), b.guard().isEmpty()));
        Count count = new Count(said, array.type.count() != Type.Array.FLEXIBLE, array.inner);
        counts.put(array.path, count);
        for (int i = 0; i < compiler.fields().size(); i++) {
            Field field = compiler.fields().get(i);
            if (field.area() == Field.Area.PAYLOAD && field.array() && field.path().equals(array.path)) {
                compiler.count(i, count);
            }
        }
        for (int i = 0; i < array.length; i++) {
            compiler.guardBelow(array.path + "[" + i + "]", Guard.has(count, i));
        }
    }

    /** A member of the same element, where {@code name} leads through the arrays that {@code path} leads through. */
    private static String aligned(String prefix, String path, String name) {
        String[] indexed = path.substring(prefix.isEmpty() ? 0 : prefix.length() + 1).split("\\.", -1);
        String[] words = name.split("\\.", -1);
        for (int i = 0; i < Math.min(indexed.length, words.length) - 1; i++) {
            if (!FieldCompiler.withoutIndexes(indexed[i]).equals(words[i])) {
                break;
            }
            words[i] = indexed[i];
        }
        return String.join(".", words);
    }
}

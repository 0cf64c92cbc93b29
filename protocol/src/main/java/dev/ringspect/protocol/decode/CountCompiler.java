package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.VariantRule;

/**
 * Joins arrays with what counts their elements. What is said about counts is collected before the fields are; what a count is
 * made of may lie after its array, so they are joined when all fields are known.
 */
final class CountCompiler {
    private final FieldCompiler compiler;
    private final List<Always> always = new ArrayList<>();
    private final List<VariantRule> ownCases;
    private final List<VariantRule> cases;
    private final List<InCase> inCases = new ArrayList<>();
    private final List<Counted> arrays = new ArrayList<>();
    private final Map<String, Count> counts = new HashMap<>();

    /**
     * An array among the fields.
     *
     * @param scopes the structs with tags that it lies in
     * @param inner numbers, or structs, that one of its elements has
     * @param length how many of its elements there is room for
     */
    private record Counted(String path, List<Scope> scopes, Type.Array type, int inner, int length) {}

    /**
     * What counts a member in every case.
     *
     * @param struct the struct whose member it is; empty where the command itself says so of its payload
     */
    private record Always(Optional<String> struct, String member, Expr number) {
        /** Those of an array's scopes whose member it is. */
        Stream<Scope> scopes(String path, List<Scope> scopes) {
            return (struct.isEmpty() ? scopes.stream().limit(1) : scopes.stream())
                    .filter(scope -> struct.isEmpty() || struct.get().equals(scope.struct()))
                    .filter(scope -> scope.relative(path).equals(member));
        }
    }

    /** What counts {@code member} of {@code place} in one case. */
    private record InCase(FieldCompiler.Place place, String member, Expr number, Guard guard) {}

    CountCompiler(FieldCompiler compiler, Protocol protocol, Refinement own) {
        this.compiler = compiler;
        this.ownCases = own.variants();
        this.cases = protocol.variants();
        own.rules().forEach(rule -> collect(Optional.empty(), rule));
        protocol.rules().forEach(rule -> collect(Optional.of(rule.struct()), rule));
    }

    private void collect(Optional<String> struct, FieldRule rule) {
        for (FieldMeaning meaning : rule.meanings()) {
            if (meaning instanceof FieldMeaning.Count(Expr number, String _)) {
                always.add(new Always(struct, rule.member(), number));
            }
        }
    }

    /** Counts by path of their array; known after {@link #bind}. */
    Map<String, Count> counts() {
        return counts;
    }

    /** Whether anything counts the elements of the array at {@code path}, in whichever case. */
    boolean isCounted(String path, List<Scope> scopes) {
        if (path.endsWith("]")) {
            return false; // the outermost array is what a count is about
        }
        return always.stream().anyMatch(rule -> rule.scopes(path, scopes).findAny().isPresent())
                || inAnyCase(ownCases, scopes.getFirst().relative(path))
                || scopes.stream().anyMatch(scope -> inAnyCase(
                        cases.stream().filter(variant -> variant.struct().equals(scope.struct())).toList(),
                        scope.relative(path)));
    }

    /** An array that {@link #isCounted}. */
    void array(String path, List<Scope> scopes, Type.Array type, int inner, int length) {
        arrays.add(new Counted(path, scopes, type, inner, length));
    }

    /** An array of {@code place} is counted in one case. */
    void inCase(FieldCompiler.Place place, String member, Expr number, Guard guard) {
        inCases.add(new InCase(place, member, number, guard));
    }

    /** Whether a case of {@code variants} counts {@code member}. */
    private static boolean inAnyCase(List<VariantRule> variants, String member) {
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
        // what counts in one case goes before what counts in all
        List<Count.Said> said = new ArrayList<>();
        for (InCase rule : inCases) {
            if (rule.place.isMember(array.path, rule.member)) {
                said(array, rule.place.prefix(), rule.number, Optional.of(rule.guard), said);
            }
        }
        for (Always rule : always) {
            rule.scopes(array.path, array.scopes)
                    .forEach(scope -> said(array, scope.path(), rule.number, Optional.empty(), said));
        }
        if (said.isEmpty()) {
            return;
        }
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

    /** What {@code number}, said in the struct at {@code prefix}, comes to; nothing where it names what is not there. */
    private void said(Counted array, String prefix, Expr number, Optional<Guard> guard, List<Count.Said> said) {
        FieldExpression.compile(number, name -> compiler.counting(prefix, aligned(prefix, array.path, name), guard),
                compiler.names()).ifPresent(made -> said.add(new Count.Said(guard, made)));
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

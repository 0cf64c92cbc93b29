package dev.ringspect.protocol.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is said about the members of structs: in every case, or in one.
 *
 * @param rules what members stand for and must be
 * @param values numbers made of several members
 * @param variants what depends on the value of a member
 */
public record Refinement(List<FieldRule> rules, List<ValueRule> values, List<VariantRule> variants) {
    /** Nothing. */
    public static final Refinement NONE = new Refinement(List.of(), List.of(), List.of());

    public Refinement {
        rules = List.copyOf(rules);
        values = List.copyOf(values);
        variants = List.copyOf(variants);
    }

    /** The arrays whose elements are counted, in whichever case. */
    public Set<String> counted() {
        Set<String> counted = new HashSet<>();
        rules.stream().filter(rule -> rule.meanings().stream().anyMatch(FieldMeaning.Count.class::isInstance))
                .forEach(rule -> counted.add(rule.member()));
        variants.forEach(variant -> variant.arms().forEach(arm -> counted.addAll(arm.refinement().counted())));
        return counted;
    }
}

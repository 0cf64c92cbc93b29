package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/**
 * What the value of a member decides about the other members of its struct.
 *
 * @param struct tag of the struct
 * @param selector path of the deciding member, or the name of bits of one
 * @param constants the enum whose constants name its values, where there is one
 * @param arms the cases, each value in one of them at most
 * @param where the rule
 */
public record VariantRule(String struct, String selector, Optional<Type.EnumType> constants, List<Arm> arms,
        Location where) {
    public VariantRule {
        arms = List.copyOf(arms);
    }

    /**
     * One case.
     *
     * @param values the selector's values; empty for every value that no other case has
     * @param labels how the values are written
     * @param refinement what holds then
     * @param members paths of members of unions: the other members of their unions are not meant
     * @param overlays structs that then lie over members
     * @param where its first label
     */
    public record Arm(List<Long> values, List<String> labels, Refinement refinement, List<String> members,
            List<Overlay> overlays, Location where) {
        public Arm {
            values = List.copyOf(values);
            labels = List.copyOf(labels);
            members = List.copyOf(members);
            overlays = List.copyOf(overlays);
        }
    }

    /** A struct laid over the bytes of a member. */
    public record Overlay(Type.Struct type, String member) {}

    /** All values that a case names. */
    public List<Long> listed() {
        return arms.stream().flatMap(arm -> arm.values().stream()).distinct().toList();
    }
}

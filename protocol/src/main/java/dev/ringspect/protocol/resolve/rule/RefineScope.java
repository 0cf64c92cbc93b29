package dev.ringspect.protocol.resolve.rule;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.text.Location;

/** The names that rules about one struct can use: its members, and what rules put beside them. */
public final class RefineScope {
    private final Type.Struct struct;
    private final List<MemberPaths.At> members;
    private final Set<String> numbers;
    private final Set<String> values;
    private final Set<String> taken;

    RefineScope(Type.Struct struct) {
        this.struct = struct;
        this.members = MemberPaths.of(struct, false);
        this.numbers = new HashSet<>();
        members.stream().filter(at -> MeaningBuilder.isNumber(at.member().type()))
                .forEach(at -> numbers.add(at.path()));
        this.values = new HashSet<>();
        this.taken = new HashSet<>();
        members.forEach(at -> taken.add(at.path()));
    }

    private RefineScope(RefineScope outer) {
        this.struct = outer.struct;
        this.members = outer.members;
        this.numbers = new HashSet<>(outer.numbers);
        this.values = new HashSet<>(outer.values);
        this.taken = new HashSet<>(outer.taken);
    }

    /** The names within one case: those of outside, and its own, which another case does not see. */
    RefineScope inCase() {
        return new RefineScope(this);
    }

    Type.Struct struct() {
        return struct;
    }

    List<MemberPaths.At> members() {
        return members;
    }

    Optional<MemberPaths.At> member(String path) {
        return members.stream().filter(at -> at.path().equals(path)).findFirst();
    }

    /** Members that are numbers, and bits of them. */
    Set<String> numbers() {
        return numbers;
    }

    /** The names of values. */
    Set<String> values() {
        return values;
    }

    /**
     * What a count may be made of: members that are numbers, bits of them, and values. Where these stand in the elements of
     * an array, those of the same element are meant.
     */
    Set<String> numbersAndValues() {
        Set<String> all = new HashSet<>(numbers);
        all.addAll(values);
        all.addAll(elements());
        return all;
    }

    /** What a value may be made of: the same, but it names the element of an array that it means. */
    Set<String> numbersOfOne() {
        Set<String> all = numbersAndValues();
        members.stream().filter(at -> at.member().type().bare() instanceof Type.Array)
                .forEach(at -> all.removeIf(name -> name.startsWith(at.path() + ".")));
        return all;
    }

    private Set<String> elements() {
        return FieldNames.of(MemberPaths.of(struct, true), _ -> false).numbers();
    }

    void addValue(String name) {
        values.add(name);
    }

    /** Adds bits or a value; false when the name is taken. */
    boolean add(String path) {
        return taken.add(path);
    }

    /** Adds the bits of a member to what values may be made of. */
    void addBits(String member, FieldMeaning.Bits bits) {
        bits.ranges().forEach(range -> numbers.add(MemberPaths.join(parent(member), range.name())));
    }

    /** Adds what was said before. */
    void add(Refinement before, boolean inCase) {
        for (FieldRule rule : before.rules()) {
            for (FieldMeaning meaning : rule.meanings()) {
                if (meaning instanceof FieldMeaning.Bits bits) {
                    bits.ranges().forEach(range -> taken.add(MemberPaths.join(parent(rule.member()), range.name())));
                    if (!inCase) {
                        addBits(rule.member(), bits);
                    }
                }
            }
        }
        before.values().forEach(value -> {
            taken.add(value.name());
            if (!inCase) {
                values.add(value.name());
            }
        });
        before.variants().forEach(variant -> variant.arms().forEach(arm -> add(arm.refinement(), true)));
    }

    /**
     * A name that stands beside members.
     *
     * @param member the member of a struct that lies over another, empty for bits and values, which are numbers
     */
    public record Beside(Location where, Optional<Member> member) {}

    /** Collects the names that {@code refinement} puts beside members at {@code prefix}, all cases included. */
    static void names(Refinement refinement, String prefix, Map<String, Beside> names) {
        for (FieldRule rule : refinement.rules()) {
            for (FieldMeaning meaning : rule.meanings()) {
                if (meaning instanceof FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges)) {
                    String beside = MemberPaths.join(prefix, parent(rule.member()));
                    ranges.forEach(range -> names.putIfAbsent(MemberPaths.join(beside, range.name()),
                            new Beside(range.where(), Optional.empty())));
                }
            }
        }
        refinement.values()
                .forEach(value -> names.putIfAbsent(MemberPaths.join(prefix, value.name()),
                        new Beside(value.where(), Optional.empty())));
        for (VariantRule variant : refinement.variants()) {
            for (VariantRule.Arm arm : variant.arms()) {
                names(arm.refinement(), prefix, names);
                arm.overlays().forEach(overlay -> overlay(overlay, prefix, arm.where(), names));
            }
        }
    }

    private static void overlay(VariantRule.Overlay overlay, String prefix, Location here,
            Map<String, Beside> names) {
        String at = MemberPaths.join(prefix, overlay.member());
        MemberPaths.of(overlay.type(), true).forEach(member -> names.putIfAbsent(MemberPaths.join(at, member.path()),
                new Beside(member.member().where().orElse(here), Optional.of(member.member()))));
    }

    /** The path of what holds the member. */
    public static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}

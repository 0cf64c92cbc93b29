package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.model.UnionPaths;

/**
 * Applies one variant to the fields that the members of a struct have become: what a case adds is there in that case only,
 * and what it replaces or leaves out is not there in it.
 */
final class VariantCompiler {
    private final FieldCompiler compiler;
    private final FieldCompiler.Place place;
    private final VariantRule variant;
    private final Quantity selector;
    private final Optional<Guard> outer;

    private VariantCompiler(FieldCompiler compiler, FieldCompiler.Place place, VariantRule variant, Quantity selector,
            Optional<Guard> outer) {
        this.compiler = compiler;
        this.place = place;
        this.variant = variant;
        this.selector = selector;
        this.outer = outer;
    }

    /**
     * Applies {@code variant}.
     *
     * @param place the struct, and where its fields are
     * @param outer the case of another variant that it stands in
     */
    static void apply(FieldCompiler compiler, FieldCompiler.Place place, VariantRule variant, Optional<Guard> outer) {
        compiler.selector(place.path(variant.selector()), place.first(), outer)
                .ifPresent(selector -> new VariantCompiler(compiler, place, variant, selector, outer).apply());
    }

    private void apply() {
        Map<Integer, List<VariantRule.Arm>> meant = new HashMap<>();
        for (VariantRule.Arm arm : variant.arms()) {
            refine(arm, (field, meanings) -> {
                compiler.add(field.meaning(meanings, compiler.fields().size(), guard(arm)));
                meant.computeIfAbsent(field.index(), _ -> new ArrayList<>()).add(arm);
            });
            for (VariantRule.Overlay overlay : arm.overlays()) {
                String path = place.path(overlay.member());
                hide(path, guard(arm).not());
                compiler.overlay(place, overlay, path, guard(arm));
            }
        }
        // a member that means something else in some cases has its own meaning in all others
        meant.forEach((index, arms) -> notIn(arms::contains).ifPresent(guard -> compiler.guard(index, guard)));
        unions();
    }

    private Guard guard(VariantRule.Arm arm) {
        boolean otherwise = arm.values().isEmpty();
        return within(Guard.in(selector, otherwise ? variant.listed() : arm.values(), !otherwise));
    }

    private Guard within(Guard guard) {
        return outer.map(before -> before.and(guard)).orElse(guard);
    }

    /** All but the cases that {@code excluded} tells; empty when there is none. */
    private Optional<Guard> notIn(Predicate<VariantRule.Arm> excluded) {
        Set<Long> values = new LinkedHashSet<>();
        Optional<Guard> guard = Optional.empty();
        for (VariantRule.Arm arm : variant.arms()) {
            if (excluded.test(arm)) {
                values.addAll(arm.values());
                guard = arm.values().isEmpty() ? Optional.of(guard(arm).not()) : guard;
            }
        }
        if (values.isEmpty()) {
            return guard;
        }
        Guard listed = within(Guard.in(selector, values, true)).not();
        return Optional.of(guard.map(listed::and).orElse(listed));
    }

    private void refine(VariantRule.Arm arm, BiConsumer<Field, List<FieldMeaning>> meant) {
        Refinement refinement = arm.refinement();
        Map<String, List<FieldMeaning>> others = new LinkedHashMap<>();
        for (FieldRule rule : refinement.rules()) {
            for (FieldMeaning meaning : rule.meanings()) {
                if (meaning instanceof FieldMeaning.Bits bits) {
                    compiler.bits(place.path(rule.member()), bits, Optional.of(guard(arm)));
                } else if (meaning instanceof FieldMeaning.Count(Expr number, String _)) {
                    compiler.count(place, rule.member(), number, guard(arm));
                } else {
                    others.computeIfAbsent(rule.member(), _ -> new ArrayList<>()).add(meaning);
                }
            }
        }
        int end = compiler.fields().size();
        others.forEach((member, meanings) -> {
            for (int i = place.first(); i < end; i++) {
                Field field = compiler.fields().get(i);
                if (field.guard().isEmpty() && place.isMember(field.path(), member)) {
                    meant.accept(field, Stream.concat(meanings.stream(), field.meanings().stream()).toList());
                }
            }
        });
        refinement.values().forEach(value -> compiler.value(place.prefix(), value, Optional.of(guard(arm))));
        refinement.variants().forEach(inner -> apply(compiler, place, inner, Optional.of(guard(arm))));
    }

    private void hide(String path, Guard shown) {
        for (int i = place.first(); i < compiler.fields().size(); i++) {
            if (FieldCompiler.isAtOrBelow(compiler.fields().get(i).path(), path)) {
                compiler.guard(i, shown);
            }
        }
        compiler.guard(path, shown);
    }

    /** Of a union that any case chooses a member of, each case shows what it chooses and nothing else. */
    private void unions() {
        Map<String, Type.Struct> unions = new LinkedHashMap<>();
        Map<String, List<VariantRule.Arm>> choosing = new HashMap<>();
        for (VariantRule.Arm arm : variant.arms()) {
            for (String member : arm.members()) {
                for (UnionPaths.Choice choice : UnionPaths.through(place.struct(), member)) {
                    unions.put(choice.path(), choice.union());
                    choosing.computeIfAbsent(choice.path() + "#" + choice.chosen(), _ -> new ArrayList<>()).add(arm);
                }
            }
        }
        unions.forEach((path, union) -> {
            for (int i = 0; i < union.members().size(); i++) {
                List<VariantRule.Arm> arms = choosing.getOrDefault(path + "#" + i, List.of());
                Member member = union.members().get(i);
                notIn(arm -> !arms.contains(arm)).ifPresent(guard -> member(path, member, guard));
            }
        });
    }

    private void member(String path, Member member, Guard shown) {
        if (member.name().isEmpty() && member.type().bare() instanceof Type.Struct anonymous) {
            anonymous.members().forEach(inner -> member(path, inner, shown));
        } else {
            hide(place.path(FieldCompiler.join(path, member.name())), shown);
        }
    }
}

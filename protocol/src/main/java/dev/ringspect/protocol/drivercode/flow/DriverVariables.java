package dev.ringspect.protocol.drivercode.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.ringspect.protocol.syntax.c.body.CFunction;
import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.syntax.c.body.Statement;

/**
 * The variables of a function: which are its own, so that nobody else changes them, and until where each is used. What was
 * known of one is forgotten after that, lest ways that differ in nothing else are told apart.
 */
final class DriverVariables {
    private final Set<String> own = new HashSet<>();
    private final Set<String> kept = new HashSet<>();
    private final Map<String, Integer> lastUses = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private boolean jumpsBack;

    DriverVariables(CFunction function) {
        function.parameters().forEach(parameter -> own.add(parameter.name()));
        read(function.body());
        own.removeAll(kept);
    }

    /** Whether the function declares it, and anew for each call. */
    boolean isOwn(String name) {
        return own.contains(name);
    }

    /** Whether nothing is asked of the variable at {@code offset} or after it. */
    boolean isOver(String name, int offset) {
        return !jumpsBack && lastUses.getOrDefault(name, -1) < offset;
    }

    private void read(Statement statement) {
        switch (statement) {
            case Statement.Block block -> block.statements().forEach(this::read);
            case Statement.Simple(Phrase phrase) -> declaration(phrase);
            case Statement.If choice -> {
                choice.arms().forEach(arm -> {
                    uses(arm.condition());
                    read(arm.then());
                });
                choice.otherwise().ifPresent(this::read);
            }
            case Statement.Loop loop -> {
                Map<String, Integer> before = new HashMap<>(lastUses);
                declaration(loop.start());
                uses(loop.condition());
                uses(loop.step());
                read(loop.body());
                // a round is followed by another, up to whatever of the loop stands last
                lastUses.values().stream().max(Integer::compare)
                        .ifPresent(end -> lastUses.replaceAll((name, use) -> use.equals(before.get(name)) ? use : end));
            }
            case Statement.Switch choice -> {
                uses(choice.over());
                read(choice.body());
            }
            case Statement.Return end -> uses(end.value());
            case Statement.Label label -> labels.add(label.name());
            case Statement.Goto jump -> jumpsBack |= labels.contains(jump.label());
            case Statement.Case _,Statement.Break _,Statement.Continue _ -> {
            }
        }
    }

    private void uses(Phrase phrase) {
        for (int i = 0; i < phrase.size(); i++) {
            if (phrase.isName(i) && !phrase.is(i - 1, "->") && !phrase.is(i - 1, ".")) {
                lastUses.merge(phrase.text(i), phrase.span(i).start(), Math::max);
            }
        }
    }

    private void declaration(Phrase phrase) {
        uses(phrase);
        int type = 0;
        if (phrase.is(0, "typeof") || phrase.is(0, "__typeof__")) {
            type = phrase.closing(1) + 1;
        }
        while (phrase.isName(type) && (phrase.isName(type + 1) || phrase.is(type + 1, "*"))) {
            type++;
        }
        int stars = type;
        while (phrase.is(stars, "*") || phrase.isName(stars)) {
            stars++;
        }
        // a * b = c; is no product, since nobody writes one there
        boolean declares = type > 0 && phrase.isName(stars - 1)
                && (stars == phrase.size() || List.of("=", ",", "[", ":").contains(phrase.text(stars)));
        if (declares) {
            for (Phrase one : phrase.split(",")) {
                int equals = one.find("=");
                String name = one.part(0, equals < 0 ? one.size() : equals).lastName();
                (phrase.part(0, type + 1).mentions("static") ? kept : own).add(name);
            }
        }
    }
}

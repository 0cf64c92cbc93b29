package dev.ringspect.protocol.syntax.c.body;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.syntax.c.body.Statement.Loop.Kind;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;
import org.jspecify.annotations.Nullable;

/**
 * The ways through a function. A reading gives what it knows at the start, and is told what happens to it along each way:
 * both arms of a choice, a loop's rounds until nothing new comes of them, jumps. Ways that came to know the same are one;
 * of too many the first are followed, so that all that is told happens on some way.
 *
 * @param <S> what is known at a place; equal states are one
 */
public final class Flow<S> {
    private static final int MOST_STATES = 64;
    private static final int MOST_ROUNDS = 3;
    /** So much is followed that nobody's function comes near it; then a loop is gone through once. */
    private static final int MOST_STEPS = 200_000;
    /** Deeper conditions are not taken apart: a text must not be able to use up the stack. */
    private static final int DEEPEST = 100;

    /** What happens along the ways. */
    public interface Reading<S> {
        /** What is known after an expression or a declaration. */
        S after(S before, Phrase phrase);

        /** What is known when a loop that a macro makes begins a round, whose variables have new values. */
        S round(S before, Phrase head);

        /** What is known where a condition, in which nothing is negated or combined, has come out; empty where it cannot. */
        Optional<S> given(S before, Phrase condition, boolean holds);

        /** A way ends with {@code value}. */
        void returned(S before, Phrase value, Span where);
    }

    private final Reading<S> reading;
    private final Map<String, Set<S>> labels = new HashMap<>();
    private final Deque<Set<S>> breaks = new ArrayDeque<>();
    private final Deque<Set<S>> continues = new ArrayDeque<>();
    private final Deque<Set<S>> choices = new ArrayDeque<>();
    private boolean jumpedBack;
    private int steps;
    private int depth;

    private Flow(Reading<S> reading) {
        this.reading = reading;
    }

    /** Follows all ways through {@code function}; gives what is known where they end without a {@code return}. */
    public static <S> Set<S> follow(CFunction function, S start, Reading<S> reading) {
        Flow<S> flow = new Flow<>(reading);
        Set<S> end = Set.of();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            flow.jumpedBack = false;
            end = flow.run(function.body(), Set.of(start));
            if (!flow.jumpedBack) {
                return end;
            }
        }
        return end;
    }

    private Set<S> run(Statement statement, Set<S> from) {
        Budget.check();
        steps += 1 + from.size();
        return switch (statement) {
            case Statement.Block block -> {
                Set<S> states = from;
                for (Statement one : block.statements()) {
                    states = run(one, states);
                }
                yield states;
            }
            case Statement.Simple simple -> after(from, simple.phrase());
            case Statement.If choice -> {
                Set<S> states = Set.of();
                Set<S> open = from;
                for (Statement.Arm arm : choice.arms()) {
                    Split split = split(open, arm.condition());
                    states = join(states, run(arm.then(), split.holds));
                    open = split.fails;
                }
                yield join(states, choice.otherwise().isPresent() ? run(choice.otherwise().get(), open) : open);
            }
            case Statement.Loop loop -> loop(loop, from);
            case Statement.Switch choice -> choose(choice, from);
            case Statement.Case _ -> choices.isEmpty() ? from : join(from, choices.peek());
            case Statement.Return end -> {
                returned(from, end.value(), end.span());
                yield Set.of();
            }
            case Statement.Goto jump -> {
                Set<S> known = labels.computeIfAbsent(jump.label(), _ -> new LinkedHashSet<>());
                int before = known.size();
                addTo(known, from);
                jumpedBack |= known.size() > before;
                yield Set.of();
            }
            case Statement.Label label -> join(from, labels.getOrDefault(label.name(), Set.of()));
            case Statement.Break _ -> leave(breaks, from);
            case Statement.Continue _ -> leave(continues, from);
        };
    }

    private Set<S> leave(Deque<Set<S>> where, Set<S> from) {
        if (!where.isEmpty()) {
            addTo(where.peek(), from);
        }
        return Set.of();
    }

    private Set<S> choose(Statement.Switch choice, Set<S> from) {
        Set<S> entry = after(from, choice.over());
        Set<S> out = new LinkedHashSet<>();
        breaks.push(out);
        choices.push(entry);
        Set<S> end = run(choice.body(), Set.of());
        choices.pop();
        breaks.pop();
        addTo(out, end);
        if (!hasDefault(choice.body())) {
            addTo(out, entry);
        }
        return out;
    }

    private static boolean hasDefault(Statement body) {
        return switch (body) {
            case Statement.Block block -> block.statements().stream().anyMatch(Flow::hasDefault);
            case Statement.Case label -> label.label().isEmpty();
            case Statement.Simple _,Statement.If _,Statement.Loop _,Statement.Switch _,Statement.Return _,Statement.Goto _,Statement.Label _,Statement.Break _,Statement.Continue _ ->
                false;
        };
    }

    private Set<S> loop(Statement.Loop loop, Set<S> from) {
        Set<S> out = new LinkedHashSet<>();
        Set<S> entry = loop.kind() == Kind.FOR ? after(from, loop.start()) : from;
        Set<S> seen = new LinkedHashSet<>(entry);
        breaks.push(out);
        int round = 0;
        do {
            Set<S> again = new LinkedHashSet<>();
            continues.push(again);
            addTo(again, run(loop.body(), inside(loop, entry, out)));
            continues.pop();
            if (loop.kind() == Kind.ONCE) {
                addTo(out, again);
                break;
            }
            Set<S> next = after(again, loop.step());
            if (loop.kind() == Kind.DO) {
                Split split = split(next, loop.condition());
                addTo(out, split.fails);
                next = loop.condition().words().equals("0") ? Set.of() : split.holds;
            }
            entry = new LinkedHashSet<>(next);
            entry.removeAll(seen);
            seen.addAll(entry);
            round++;
        } while (!entry.isEmpty() && round < MOST_ROUNDS && steps < MOST_STEPS);
        breaks.pop();
        if (round < MOST_ROUNDS) {
            inside(loop, entry, out);
        }
        return out;
    }

    /** What is known when a round begins; where there may be none, {@code out} gets what is known then. */
    private Set<S> inside(Statement.Loop loop, Set<S> entry, Set<S> out) {
        if (loop.kind() == Kind.MACRO) {
            addTo(out, entry);
            Set<S> inside = new LinkedHashSet<>();
            entry.forEach(state -> inside.add(reading.round(state, loop.start())));
            return inside;
        }
        if (loop.kind() == Kind.ONCE) {
            return after(entry, loop.start());
        }
        if (loop.kind() == Kind.DO || isEndless(loop.condition())) {
            return entry;
        }
        Split split = split(entry, loop.condition());
        addTo(out, split.fails);
        return split.holds;
    }

    private static boolean isEndless(Phrase condition) {
        String words = condition.bare().words();
        return words.isEmpty() || words.equals("1") || words.equals("true");
    }

    /** The states in which a condition holds, and those in which it does not. */
    private final class Split {
        private final Set<S> holds;
        private final Set<S> fails;

        Split(Set<S> holds, Set<S> fails) {
            this.holds = holds;
            this.fails = fails;
        }
    }

    private Split split(Set<S> from, Phrase condition) {
        Phrase bare = condition.bare();
        boolean negated = false;
        while (bare.is(0, "!") ? isOneOperand(bare) : isWrapped(bare)) {
            Budget.check();
            int not = 0;
            while (bare.is(not, "!")) {
                not++;
            }
            negated ^= not % 2 == 1;
            bare = not > 0
                    ? bare.part(not, bare.size()).bare()
                    : bare.part(2, bare.size() - 1).split(",").getFirst().bare();
        }
        depth++;
        Split split = combined(from, bare);
        depth--;
        return negated ? new Split(/* holds= */ split.fails, /* fails= */ split.holds) : split;
    }

    private Split combined(Set<S> from, Phrase condition) {
        for (String operator : depth < DEEPEST ? List.of("||", "&&") : List.<String>of()) {
            List<Phrase> parts = condition.split(operator);
            if (parts.size() > 1) {
                return chain(from, parts, operator.equals("||"));
            }
        }
        Set<S> holds = new LinkedHashSet<>();
        Set<S> fails = new LinkedHashSet<>();
        for (S state : after(from, condition)) {
            reading.given(state, condition, true).ifPresent(holds::add);
            reading.given(state, condition, false).ifPresent(fails::add);
        }
        return new Split(holds, fails);
    }

    /** Conditions of which each is asked while the ones before it leave the answer open. */
    private Split chain(Set<S> from, List<Phrase> conditions, boolean any) {
        Set<S> decided = new LinkedHashSet<>();
        Set<S> open = from;
        for (Phrase one : conditions) {
            Split split = split(open, one);
            addTo(decided, any ? split.holds : split.fails);
            open = any ? split.fails : split.holds;
        }
        return any ? new Split(decided, open) : new Split(open, decided);
    }

    /** Whether the {@code !} is about all that follows it. */
    private static boolean isOneOperand(Phrase condition) {
        for (String operator : List.of("||", "&&", "==", "!=", "<", ">", "<=", ">=", "&", "|", "=", "?", "+", "-", "*",
                "^")) {
            if (condition.find(operator) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code likely(x)} and others that are what they are given. */
    private static boolean isWrapped(Phrase condition) {
        String name = condition.text(0);
        return (name.equals("likely") || name.equals("unlikely") || name.startsWith("WARN_ON")) && condition.size() > 3
                && condition.is(1, "(") && condition.closing(1) == condition.size() - 1;
    }

    /** After an expression; one that chooses by {@code ?} goes two ways. */
    private Set<S> after(Set<S> from, Phrase phrase) {
        if (phrase.isEmpty() || from.isEmpty()) {
            return from;
        }
        int question = depth < DEEPEST ? phrase.find("?") : -1;
        if (question < 0) {
            Set<S> states = new LinkedHashSet<>();
            from.forEach(state -> {
                Budget.check();
                states.add(reading.after(state, phrase));
            });
            return states;
        }
        depth++;
        Set<S> states = from;
        for (Phrase one : phrase.split(",")) {
            states = chosen(states, one);
        }
        depth--;
        return states;
    }

    /** After an expression without commas, and its value, or what that is assigned to. */
    private Set<S> chosen(Set<S> from, Phrase phrase) {
        int assigned = phrase.part(0, Math.max(phrase.find("?"), 0)).find("=");
        Phrase target = phrase.part(0, assigned + 1);
        Phrase rest = phrase.part(assigned + 1, phrase.size());
        Set<S> states = Set.of();
        Set<S> open = from;
        for (Choice choice = Choice.of(rest); choice != null; choice = Choice.of(rest)) {
            Split split = split(open, choice.condition);
            states = join(states, after(split.holds, target.then(choice.value)));
            open = split.fails;
            rest = choice.otherwise;
        }
        // a ? without its : is half-typed
        Phrase last = target.then(rest);
        if (last.isEmpty()) {
            return join(states, open);
        }
        Set<S> end = new LinkedHashSet<>();
        open.forEach(state -> end.add(reading.after(state, last)));
        return join(states, end);
    }

    private void returned(Set<S> from, Phrase value, Span where) {
        Set<S> open = from;
        Phrase rest = value;
        depth++;
        for (Choice choice = Choice.of(rest); choice != null && depth < DEEPEST; choice = Choice.of(rest)) {
            Split split = split(open, choice.condition);
            returned(split.holds, choice.value, where);
            open = split.fails;
            rest = choice.otherwise;
        }
        depth--;
        Phrase last = rest;
        after(open, last).forEach(state -> reading.returned(state, last, where));
    }

    /** {@code condition ? value : otherwise}. */
    private record Choice(Phrase condition, Phrase value, Phrase otherwise) {
        static @Nullable Choice of(Phrase phrase) {
            int question = phrase.find("?");
            int colon = question < 0 ? -1 : colon(phrase, question);
            return colon < 0
                    ? null
                    : new Choice(phrase.part(0, question), phrase.part(question + 1, colon),
                            phrase.part(colon + 1, phrase.size()));
        }

        /** Where the {@code :} stands that belongs to a {@code ?}; -1 when there is none. */
        private static int colon(Phrase phrase, int question) {
            int open = 0;
            for (int i = question + 1; i < phrase.size(); i++) {
                Budget.check();
                if (phrase.is(i, "(") || phrase.is(i, "[") || phrase.is(i, "{")) {
                    i = phrase.closing(i);
                } else if (phrase.is(i, "?")) {
                    open++;
                } else if (phrase.is(i, ":") && open-- == 0) {
                    return i;
                }
            }
            return -1;
        }
    }

    private Set<S> join(Set<S> one, Set<S> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        Set<S> both = new LinkedHashSet<>();
        addTo(both, one);
        addTo(both, other);
        return both;
    }

    private void addTo(Set<S> states, Set<S> more) {
        for (S state : List.copyOf(more)) {
            if (states.size() >= MOST_STATES) {
                return;
            }
            Budget.check();
            states.add(state);
        }
    }
}

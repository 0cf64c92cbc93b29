package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Span;

/**
 * Goes through a body on all its paths at once. What is known on a path is a state; paths that know the same are one.
 * Paths that are too many are left out, so that nothing is told of them.
 *
 * @param <S> a state, with few different values
 */
public abstract class RustPaths<S> {
    /** More states than any real function has: what is past them is left out. */
    private static final int MOST_STATES = 64;
    /** Bodies of nested loops are gone through again and again; so much is enough for real ones. */
    private static final int MOST_STEPS = 200_000;
    /** After so many rounds of a loop, states are as known as they get. */
    private static final int MOST_ROUNDS = 4;

    /** The loops and blocks around, the innermost one first; those around a closure are none of its own. */
    private Deque<Around> around = new ArrayDeque<>();
    private int closures;
    private int taken;

    /** What can be left from inside, with the states in which it was, and those in which the next round was begun. */
    private final class Around {
        private final Optional<String> label;
        private final boolean loop;
        private final Set<S> left = new LinkedHashSet<>();
        private final Set<S> continued = new LinkedHashSet<>();

        Around(Optional<String> label, boolean loop) {
            this.label = label;
            this.loop = loop;
        }
    }

    /** What is known after a run of text. */
    protected abstract S after(S state, Span piece);

    /** What is known after a closure was made, of which it is not known whether it runs. */
    protected S captured(S state, Span closure) {
        return state;
    }

    /** Whether a path may go on at a {@code ?}, as it does unless the value before it is an error. */
    protected boolean goesOn(S state, Span question) {
        return true;
    }

    /** A path leaves the function with a value: by {@code return}. */
    protected abstract void returns(S state, Span value);

    /** The states in which control comes to the end of {@code steps}. */
    public final Set<S> run(List<RustStep> steps, Set<S> states) {
        Set<S> now = states;
        for (RustStep step : steps) {
            if (now.isEmpty()) {
                break;
            }
            now = step(step, now);
        }
        return now;
    }

    private Set<S> step(RustStep step, Set<S> states) {
        Budget.check();
        taken += 1 + states.size();
        if (taken > MOST_STEPS) {
            return Set.of();
        }
        Set<S> next = new LinkedHashSet<>();
        switch (step) {
            case RustStep.Piece(Span span) -> states.forEach(state -> next.add(after(state, span)));
            case RustStep.Try(Span span) -> states.stream().filter(state -> goesOn(state, span)).forEach(next::add);
            case RustStep.Leave leave -> leave(leave, states);
            case RustStep.Branch(List<RustStep.Arm> arms) -> {
                Set<S> passed = states;
                for (RustStep.Arm arm : arms) {
                    passed = run(arm.head(), passed);
                    next.addAll(run(arm.body(), passed));
                }
            }
            case RustStep.Loop loop -> next.addAll(loop(loop, states));
            case RustStep.Block(String label, List<RustStep> body) -> {
                Around block = new Around(Optional.of(label), false);
                around.push(block);
                next.addAll(run(body, states));
                around.pop();
                next.addAll(block.left);
            }
            case RustStep.Later(Span span, List<RustStep> body) -> {
                states.forEach(state -> next.add(captured(state, span)));
                Deque<Around> outside = around;
                around = new ArrayDeque<>();
                closures++;
                next.addAll(run(body, new LinkedHashSet<>(next)));
                closures--;
                around = outside;
            }
        }
        return next.size() > MOST_STATES
                ? new LinkedHashSet<>(next.stream().limit(MOST_STATES).toList())
                : next;
    }

    private void leave(RustStep.Leave leave, Set<S> states) {
        switch (leave) {
            case RustStep.Leave.Function(Span value) -> {
                if (closures == 0) {
                    states.forEach(state -> returns(state, value));
                }
            }
            case RustStep.Leave.Loop(Optional<String> label) ->
                around(label).ifPresent(one -> one.left.addAll(states));
            case RustStep.Leave.Round(Optional<String> label) ->
                around(label).ifPresent(one -> one.continued.addAll(states));
            case RustStep.Leave.Nowhere() -> {
            }
        }
    }

    /** What has this label; without one, the innermost loop. */
    private Optional<Around> around(Optional<String> label) {
        return around.stream().filter(one -> label.isPresent() ? one.label.equals(label) : one.loop).findFirst();
    }

    private Set<S> loop(RustStep.Loop loop, Set<S> states) {
        Around here = new Around(loop.label(), true);
        Set<S> ended = new LinkedHashSet<>();
        Set<S> seen = new LinkedHashSet<>(states);
        Set<S> fresh = states;
        around.push(here);
        for (int round = 0; round < MOST_ROUNDS && !fresh.isEmpty(); round++) {
            Set<S> begun = run(loop.head(), fresh);
            if (!loop.endless()) {
                ended.addAll(begun);
            }
            // what one round leaves behind, the next one meets
            Set<S> behind = new LinkedHashSet<>(run(loop.body(), begun));
            behind.addAll(here.continued);
            behind.removeAll(seen);
            seen.addAll(behind);
            fresh = behind;
        }
        around.pop();
        ended.addAll(here.left);
        return ended;
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.ringspect.protocol.text.Span;

/**
 * Goes through a body on all its paths at once. What is known on a path is a state; paths that know the same are one.
 *
 * @param <S> a state, with few different values
 */
public abstract class RustPaths<S> {
    /** More states than any real function has: what is past them is left out. */
    private static final int MOST_STATES = 64;
    /** Bodies of nested loops are gone through again and again; so much is enough for real ones. */
    private static final int MOST_STEPS = 200_000;

    private Set<S> broken = new LinkedHashSet<>();
    private int closures;
    private int taken;

    /** What is known after a run of text. */
    protected abstract S after(S state, Span piece);

    /** A path leaves the function with a value: by {@code return}. */
    protected abstract void returns(S state, Span value);

    /** The states in which control comes to the end of {@code steps}. */
    public final Set<S> run(List<RustStep> steps, Set<S> states) {
        Set<S> now = states;
        for (RustStep step : steps) {
            now = step(step, now);
        }
        return now;
    }

    private Set<S> step(RustStep step, Set<S> states) {
        Set<S> next = new LinkedHashSet<>();
        taken += 1 + states.size();
        if (taken > MOST_STEPS) {
            return states;
        }
        switch (step) {
            case RustStep.Piece(Span span) -> states.forEach(state -> next.add(after(state, span)));
            case RustStep.Try _ -> next.addAll(states);
            case RustStep.Leave(boolean returns, Span value) -> {
                if (!returns) {
                    broken.addAll(states);
                } else if (closures == 0) {
                    states.forEach(state -> returns(state, value));
                }
            }
            case RustStep.Branch(List<List<RustStep>> arms) -> arms.forEach(arm -> next.addAll(run(arm, states)));
            case RustStep.Loop(List<RustStep> body) -> {
                Set<S> outer = broken;
                broken = new LinkedHashSet<>();
                next.addAll(states);
                next.addAll(run(body, states));
                next.addAll(broken);
                // what one round leaves behind, the next one meets
                next.addAll(run(body, new LinkedHashSet<>(next)));
                next.addAll(broken);
                broken = outer;
            }
            case RustStep.Later(List<RustStep> body) -> {
                closures++;
                next.addAll(states);
                next.addAll(run(body, states));
                closures--;
            }
        }
        return next.size() > MOST_STATES
                ? new LinkedHashSet<>(next.stream().limit(MOST_STATES).toList())
                : next;
    }
}

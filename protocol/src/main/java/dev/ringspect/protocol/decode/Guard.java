package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * In which cases something is there: in one, or in all but some. A case is a conjunction of numbers that have, or have not,
 * one of some values, and of elements that an array has. Asking allocates nothing.
 */
public final class Guard {
    private final Case[] cases;

    private Guard(List<Case> cases) {
        this.cases = cases.toArray(Case[]::new);
    }

    /** {@code excluded} says that the thing is not there in this case; else that it is there in no other. */
    private static final class Case {
        final Condition[] conditions;
        final boolean excluded;

        Case(Condition[] conditions, boolean excluded) {
            this.conditions = conditions;
            this.excluded = excluded;
        }

        boolean allows(CommandBytes bytes) {
            for (Condition condition : conditions) {
                if (!condition.holds(bytes)) {
                    return excluded;
                }
            }
            return !excluded;
        }

        boolean same(Case other) {
            boolean same = excluded == other.excluded && conditions.length == other.conditions.length;
            for (int i = 0; same && i < conditions.length; i++) {
                same = conditions[i].same(other.conditions[i]);
            }
            return same;
        }
    }

    private sealed interface Condition permits Among, Below {
        boolean holds(CommandBytes bytes);

        boolean same(Condition other);
    }

    /** That a number is, or is not, among some values. */
    private static final class Among implements Condition {
        final Quantity selector;
        final long[] values;
        final boolean listed;

        Among(Quantity selector, long[] values, boolean listed) {
            this.selector = selector;
            this.values = values;
            this.listed = listed;
        }

        /** A member that lies after the last byte has no value, and so none of those that are listed. */
        @Override
        public boolean holds(CommandBytes bytes) {
            if (!selector.present(bytes)) {
                return !listed;
            }
            long value = selector.number(bytes);
            for (long one : values) {
                if (one == value) {
                    return listed;
                }
            }
            return !listed;
        }

        @Override
        public boolean same(Condition other) {
            return other instanceof Among among && selector.same(among.selector) && listed == among.listed
                    && Arrays.equals(values, among.values);
        }
    }

    /** That an array has the element {@code index}. */
    private record Below(Count count, int index) implements Condition {
        @Override
        public boolean holds(CommandBytes bytes) {
            return count.elements(bytes, index + 1) > index;
        }

        @Override
        public boolean same(Condition other) {
            return other instanceof Below(Count its, int at) && its == count && at == index;
        }
    }

    /**
     * The case of one number.
     *
     * @param selector the number that decides
     * @param values some values of it
     * @param listed whether it must have one of them; otherwise it must have none of them
     */
    static Guard in(Quantity selector, Collection<Long> values, boolean listed) {
        long[] numbers = values.stream().mapToLong(Long::longValue).toArray();
        Condition[] condition = {new Among(selector, numbers, listed)};
        return new Guard(List.of(new Case(condition, false)));
    }

    /** The requests whose array has the element {@code index}. */
    static Guard has(Count count, int index) {
        Condition[] condition = {new Below(count, index)};
        return new Guard(List.of(new Case(condition, false)));
    }

    /** Both together. */
    Guard and(Guard other) {
        List<Case> all = new ArrayList<>(Arrays.asList(cases));
        all.addAll(Arrays.asList(other.cases));
        return new Guard(all);
    }

    /** Wherever this, which excludes no case, does not hold. */
    Guard not() {
        Condition[] all = Arrays.stream(cases).flatMap(one -> Arrays.stream(one.conditions))
                .toArray(Condition[]::new);
        return new Guard(List.of(new Case(all, true)));
    }

    /** Whether it is the same guard as {@code other}. */
    boolean same(Guard other) {
        boolean same = cases.length == other.cases.length;
        for (int i = 0; same && i < cases.length; i++) {
            same = cases[i].same(other.cases[i]);
        }
        return same;
    }

    /** Whether what it guards is there in the request with these bytes. */
    public boolean holds(CommandBytes bytes) {
        for (Case one : cases) {
            if (!one.allows(bytes)) {
                return false;
            }
        }
        return true;
    }
}

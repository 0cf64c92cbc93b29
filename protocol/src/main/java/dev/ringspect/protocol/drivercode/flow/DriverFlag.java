package dev.ringspect.protocol.drivercode.flow;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.syntax.c.body.Phrase;

/**
 * A condition that asks {@code issue_flags} for one flag.
 *
 * @param name the flag
 * @param isSet whether the condition holds when the flag is set
 */
record DriverFlag(String name, boolean isSet) {
    /** What {@code condition} asks, if that is all it does: {@code f & F}, {@code !(f & F)}, {@code (f & F) == 0}. */
    static Optional<DriverFlag> of(Phrase condition) {
        Phrase bare = condition.bare();
        boolean set = true;
        while (bare.is(0, "!") && (bare.is(1, "!") || (bare.is(1, "(") && bare.closing(1) == bare.size() - 1))) {
            set = !set;
            bare = bare.part(1, bare.size()).bare();
        }
        for (String relation : List.of("==", "!=")) {
            List<Phrase> sides = bare.split(relation);
            if (sides.size() == 2) {
                boolean left = named(sides.getFirst().bare()).isPresent();
                String other = (left ? sides.getLast() : sides.getFirst()).bare().words();
                boolean zero = other.equals("0") || other.equals("false");
                boolean wanted = set == (relation.equals("==") != zero);
                return named((left ? sides.getFirst() : sides.getLast()).bare())
                        .filter(name -> zero || name.equals(other)).map(name -> new DriverFlag(name, wanted));
            }
        }
        boolean wanted = set;
        return named(bare).map(name -> new DriverFlag(name, wanted));
    }

    private static Optional<String> named(Phrase condition) {
        List<Phrase> parts = condition.split("&");
        return parts.size() == 2
                ? parts.stream().map(part -> part.bare().words())
                        .filter(part -> part.startsWith("IO_URING_F_") && part.indexOf('|') < 0).findFirst()
                : Optional.empty();
    }
}

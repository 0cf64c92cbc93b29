package dev.ringspect.protocol.drivercode.flow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.ringspect.protocol.syntax.c.body.Phrase;
import dev.ringspect.protocol.text.Span;

/**
 * A comparison of a variable with a constant; {@code if (err)} compares with 0.
 *
 * @param where the whole condition
 */
record DriverTest(String name, String relation, String constant, Span where) {
    private static final Pattern CONSTANT = Pattern.compile("-?(?:[A-Z][A-Z0-9_]*|\\d\\w*)|true|false");
    private static final Map<String, String> OPPOSITES = Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=",
            "<=", ">");

    /** Whether that is a number, or by its letters the name of one. */
    static boolean isConstant(String text) {
        return CONSTANT.matcher(text).matches();
    }

    /** What a condition compares; a name may be that of a constant. */
    static Optional<DriverTest> of(Phrase condition) {
        Phrase bare = condition.bare();
        for (String relation : List.of("==", "!=", "<=", ">=", "<", ">")) {
            List<Phrase> sides = bare.split(relation);
            if (sides.size() == 2) {
                String left = variable(sides.getFirst());
                String right = variable(sides.getLast());
                if (isConstant(sides.getLast().bare().words()) && !left.isEmpty()) {
                    return Optional
                            .of(new DriverTest(left, relation, sides.getLast().bare().words(), condition.span()));
                }
                return isConstant(sides.getFirst().bare().words()) && !right.isEmpty()
                        && (relation.equals("==") || relation.equals("!="))
                                ? Optional.of(new DriverTest(right, relation, sides.getFirst().bare().words(),
                                        condition.span()))
                                : Optional.empty();
            }
        }
        String name = variable(bare);
        return name.isEmpty() ? Optional.empty() : Optional.of(new DriverTest(name, "!=", "0", condition.span()));
    }

    /** The variable whose value that is; one that is assigned to it before is one. */
    private static String variable(Phrase side) {
        Phrase bare = side.bare();
        Phrase target = bare.is(1, "=") ? bare.part(0, 1) : bare;
        return target.size() == 1 ? target.text(0) : "";
    }

    /** This, or the opposite where it does not hold. */
    DriverTest when(boolean holds) {
        return holds ? this : new DriverTest(name, OPPOSITES.getOrDefault(relation, relation), constant, where);
    }
}

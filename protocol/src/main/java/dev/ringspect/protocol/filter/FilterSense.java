package dev.ringspect.protocol.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.text.ByteText;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.traffic.NumberRange;

/**
 * Comparisons of a filter that no request can pass: they are mistakes, and an empty answer would look like one. Says what
 * would work instead.
 */
final class FilterSense {
    /** In bytes, whatever characters they are; the kernel's TASK_COMM_LEN less the zero byte. */
    private static final int LONGEST_COMM = 15;
    private static final int NO_CHARACTER = 0xFFFD;
    private static final int NO_CHARACTER_BYTES = 3;

    private final SourceText source;
    private final FilterNames names;
    private final List<Problem> problems = new ArrayList<>();

    private FilterSense(SourceText source, FilterNames names) {
        this.source = source;
        this.names = names;
    }

    /** What is wrong with {@code filter}, which compiles. */
    static List<Problem> problems(SourceText source, Expr filter, FilterNames names) {
        FilterSense sense = new FilterSense(source, names);
        sense.look(filter, Weight.DECIDES);
        return sense.problems;
    }

    /** What a comparison that is never true means where it stands. */
    private enum Weight {
        /** All of the filter hangs on it: the filter itself, or what {@code &&} joins to that. */
        DECIDES("no request can pass this"),
        /** A branch of {@code ||}, or what {@code &&} joins to one. */
        BRANCH("no request can pass this part of ||, so leave it out or mend it"),
        /** Beneath {@code !}, {@code ?:} or arithmetic, where being never true is no mistake by itself. */
        NONE("");

        private final String words;

        Weight(String words) {
            this.words = words;
        }
    }

    /** Looks at what is true or not. */
    private void look(Expr expression, Weight weight) {
        switch (expression) {
            case Expr.Unary unary when unary.operator().equals("!") -> look(unary.operand(), Weight.NONE);
            case Expr.Conditional choice -> {
                look(choice.condition(), Weight.NONE);
                look(choice.then(), Weight.NONE);
                look(choice.otherwise(), Weight.NONE);
            }
            case Expr.Binary binary when yieldsTruth(binary.operator()) -> {
                switch (binary.operator()) {
                    case "&&" -> {
                        look(binary.left(), weight);
                        look(binary.right(), weight);
                    }
                    case "||" -> {
                        Weight branch = weight == Weight.NONE ? Weight.NONE : Weight.BRANCH;
                        look(binary.left(), branch);
                        look(binary.right(), branch);
                    }
                    default -> {
                        durations(binary.left(), binary.right());
                        compared(binary, binary.left(), binary.right(), binary.operator(), weight);
                        compared(binary, binary.right(), binary.left(), turned(binary.operator()), weight);
                        lookWithin(binary.left());
                        lookWithin(binary.right());
                    }
                }
            }
            case Expr.Unary _,Expr.Cast _,Expr.Binary _,Expr.Literal _,Expr.Text _,Expr.Name _,Expr.SizeOf _,Expr.Call _ -> {
                // a number is compared with 0
                durations(expression);
                lookWithin(expression);
            }
        }
    }

    /** Looks at what is true or not within what is computed. */
    private void lookWithin(Expr computed) {
        switch (computed) {
            case Expr.Unary unary when unary.operator().equals("!") -> look(unary, Weight.NONE);
            case Expr.Unary unary -> lookWithin(unary.operand());
            case Expr.Cast cast -> lookWithin(cast.operand());
            case Expr.Conditional choice -> {
                look(choice.condition(), Weight.NONE);
                lookWithin(choice.then());
                lookWithin(choice.otherwise());
            }
            case Expr.Binary binary when yieldsTruth(binary.operator()) -> look(binary, Weight.NONE);
            case Expr.Binary binary -> {
                lookWithin(binary.left());
                lookWithin(binary.right());
            }
            case Expr.Literal _,Expr.Text _,Expr.Name _,Expr.SizeOf _,Expr.Call _ -> {
                // These compare nothing.
            }
        }
    }

    private static String turned(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    /** What is computed with durations and compared, {@code time % 1s < 10ms}, has a time in it somewhere. */
    private void durations(Expr... sides) {
        List<Expr> parts = new ArrayList<>();
        for (Expr side : sides) {
            gather(side, parts);
        }
        if (parts.stream().noneMatch(part -> part instanceof Expr.Name named && FilterNames.isDuration(named.path()))) {
            parts.stream().filter(part -> part instanceof Expr.Literal && source.slice(part.span()).endsWith("s"))
                    .findFirst().ifPresent(duration -> wrong(duration,
                            "a duration can be compared with latency and time; every other number is written without a"
                                    + " unit"));
        }
    }

    /** The names and numbers that {@code expression} computes with; those of another comparison in it are its own. */
    private static void gather(Expr expression, List<Expr> parts) {
        switch (expression) {
            case Expr.Unary unary when !unary.operator().equals("!") -> gather(unary.operand(), parts);
            case Expr.Cast cast -> gather(cast.operand(), parts);
            case Expr.Conditional choice -> {
                gather(choice.then(), parts);
                gather(choice.otherwise(), parts);
            }
            case Expr.Binary binary when !yieldsTruth(binary.operator()) -> {
                gather(binary.left(), parts);
                gather(binary.right(), parts);
            }
            case Expr.Unary _,Expr.Binary _ -> {
                // It is 0 or 1, whatever it compares.
            }
            case Expr.Literal _,Expr.Text _,Expr.Name _,Expr.SizeOf _,Expr.Call _ -> parts.add(expression);
        }
    }

    private static boolean yieldsTruth(String operator) {
        return switch (operator) {
            case "==", "!=", "<", "<=", ">", ">=", "&&", "||" -> true;
            default -> false;
        };
    }

    private void compared(Expr.Binary whole, Expr name, Expr value, String operator, Weight weight) {
        if (weight == Weight.NONE || !(name instanceof Expr.Name named)) {
            return;
        }
        if (value instanceof Expr.Text text) {
            if (operator.equals("==")) {
                text(named.path(), text, weight);
            }
            return;
        }
        Optional<NumberRange> range = names.range(named.path());
        Optional<Expression> constant = Expression.compile(value, names).expression();
        if (range.isPresent() && constant.isPresent() && constant.get().constant().isPresent()) {
            // C compares without signs when one side has none
            boolean unsigned = constant.get().unsigned()
                    || Expression.compile(named, names).expression().filter(Expression::unsigned).isPresent();
            if (range.get().never(operator, constant.get().constant().getAsLong(), unsigned)) {
                wrong(whole, weight.words + ": " + named.path() + " is from " + range.get().low() + " to "
                        + range.get().high());
            }
        }
    }

    private void text(String name, Expr.Text text, Weight weight) {
        if (name.equals("comm") || name.equals("task")) {
            byte[] bytes = ByteText.bytes(text.value());
            // the sign for a byte that is no character, which a name has that was cut within one, stands for that byte
            long signs = text.value().chars().filter(character -> character == NO_CHARACTER).count();
            if (bytes.length - signs * (NO_CHARACTER_BYTES - 1) > LONGEST_COMM) {
                wrong(text, weight.words + ": the kernel keeps " + LONGEST_COMM + " bytes of a task's name, write \""
                        + new String(bytes, 0, LONGEST_COMM, StandardCharsets.UTF_8) + "\"");
            }
            return;
        }
        Set<String> known = new TreeSet<>(names.possibleTexts(name));
        if (!known.isEmpty() && !known.contains(text.value())) {
            String hint = Spelling.hint(text.value(), known);
            wrong(text, weight.words + ": nothing that " + name + " may be is called \"" + text.value() + "\""
                    + (hint.isEmpty() && known.size() <= 8 ? "; it is one of " + String.join(", ", known) : hint));
        }
    }

    private void wrong(Expr where, String message) {
        problems.add(new Problem(where.span(), Severity.ERROR, message));
    }
}

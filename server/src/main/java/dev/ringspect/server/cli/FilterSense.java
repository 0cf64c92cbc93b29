package dev.ringspect.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Spelling;

/**
 * Comparisons of a filter that no request can pass: they are mistakes, and an empty answer would look like one. Says what
 * would work instead.
 */
final class FilterSense {
    private static final Set<String> DURATIONS = Set.of("latency", "time");
    private static final int LONGEST_COMM = 15;

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
        sense.look(filter);
        return sense.problems;
    }

    private void look(Expr expression) {
        switch (expression) {
            case Expr.Unary unary -> look(unary.operand());
            case Expr.Cast cast -> look(cast.operand());
            case Expr.Conditional choice -> {
                look(choice.condition());
                look(choice.then());
                look(choice.otherwise());
            }
            case Expr.Binary binary -> {
                look(binary.left());
                look(binary.right());
                compared(binary, binary.left(), binary.right(), binary.operator());
                compared(binary, binary.right(), binary.left(), turned(binary.operator()));
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

    private void compared(Expr.Binary whole, Expr name, Expr value, String operator) {
        boolean duration = value instanceof Expr.Literal && source.slice(value.span()).endsWith("s");
        if (duration && !(name instanceof Expr.Name timed && DURATIONS.contains(timed.path()))) {
            wrong(value,
                    "a duration can be compared with latency and time; every other number is written without a unit");
        } else if (name instanceof Expr.Name named && value instanceof Expr.Text text && operator.equals("==")) {
            text(named.path(), text);
        } else if (name instanceof Expr.Name named) {
            OptionalLong constant = Expression.compile(value, names).expression().map(Expression::constant)
                    .orElse(OptionalLong.empty());
            Optional<RequestFact.Range> range = names.range(named.path());
            if (constant.isPresent() && range.isPresent() && range.get().never(operator, constant.getAsLong())) {
                wrong(whole, "no request can pass this: " + named.path() + " is from " + range.get().low() + " to "
                        + range.get().high());
            }
        }
    }

    private void text(String name, Expr.Text text) {
        if (name.equals("comm") || name.equals("task")) {
            if (text.value().length() > LONGEST_COMM) {
                wrong(text, "no request can pass this: the kernel keeps 15 characters of a task's name, write \""
                        + text.value().substring(0, LONGEST_COMM) + "\"");
            }
            return;
        }
        Set<String> known = new TreeSet<>(names.possibleTexts(name));
        if (!known.isEmpty() && !known.contains(text.value())) {
            String hint = Spelling.hint(text.value(), known);
            wrong(text, "no request can pass this: nothing that " + name + " may be is called \"" + text.value() + "\""
                    + (hint.isEmpty() && known.size() <= 8 ? "; it is one of " + String.join(", ", known) : hint));
        }
    }

    private void wrong(Expr where, String message) {
        problems.add(new Problem(where.span(), Severity.ERROR, message));
    }
}

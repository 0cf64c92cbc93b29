package dev.ringspect.protocol.syntax.c.pp;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.NumberText;
import dev.ringspect.protocol.token.TokenKind;

/** Decides the expression after {@code #if}: 64-bit arithmetic, every name that is left is 0. */
final class Condition {
    private static final int DEEPEST = 200;
    private static final String[][] LEVELS = {{"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<", "<=", ">", ">="},
            {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    /** A decision; {@code problem} says why there is none. */
    record Outcome(boolean holds, Optional<String> problem) {}

    private record Value(long bits, boolean unsigned) {
        boolean truth() {
            return bits != 0;
        }
    }

    /** Leaves the parser at the first mistake, within this class alone. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message, null, false, false);
        }
    }

    private final List<PpToken> tokens;
    private int at;
    private int depth;
    private boolean unevaluated;

    private Condition(List<PpToken> tokens) {
        this.tokens = tokens;
    }

    /** Decides {@code tokens}, whose macros are expanded and whose {@code defined} is replaced by 0 or 1. */
    static Outcome decide(List<PpToken> tokens) {
        Condition condition = new Condition(tokens);
        try {
            Value value = condition.choice();
            if (condition.at < tokens.size()) {
                throw new Malformed("expected an operator, found '" + tokens.get(condition.at).text + "'");
            }
            return new Outcome(value.truth(), Optional.empty());
        } catch (Malformed malformed) {
            return new Outcome(false, Optional.of(String.valueOf(malformed.getMessage())));
        }
    }

    private Value choice() throws Malformed {
        if (++depth > DEEPEST) {
            throw new Malformed("the condition is nested too deeply");
        }
        Value condition = binary(0);
        if (take("?")) {
            boolean outside = unevaluated;
            unevaluated = outside || !condition.truth();
            Value then = choice();
            if (!take(":")) {
                throw new Malformed("expected ':' between the two results of ?");
            }
            unevaluated = outside || condition.truth();
            Value otherwise = choice();
            unevaluated = outside;
            condition = new Value(condition.truth() ? then.bits : otherwise.bits, then.unsigned || otherwise.unsigned);
        }
        depth--;
        return condition;
    }

    private Value binary(int level) throws Malformed {
        if (level == LEVELS.length) {
            return unary();
        }
        Value left = binary(level + 1);
        while (true) {
            String operator = operator(LEVELS[level]);
            if (operator.isEmpty()) {
                return left;
            }
            at++;
            boolean outside = unevaluated;
            if (operator.equals("&&")) {
                unevaluated |= !left.truth();
            } else if (operator.equals("||")) {
                unevaluated |= left.truth();
            }
            Value right = binary(level + 1);
            unevaluated = outside;
            left = compute(operator, left, right);
        }
    }

    private Value compute(String operator, Value left, Value right) throws Malformed {
        boolean unsigned = left.unsigned || right.unsigned;
        long a = left.bits;
        long b = right.bits;
        int order = unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
        return switch (operator) {
            case "||" -> truth(a != 0 || b != 0);
            case "&&" -> truth(a != 0 && b != 0);
            case "|" -> new Value(a | b, unsigned);
            case "^" -> new Value(a ^ b, unsigned);
            case "&" -> new Value(a & b, unsigned);
            case "==" -> truth(a == b);
            case "!=" -> truth(a != b);
            case "<" -> truth(order < 0);
            case "<=" -> truth(order <= 0);
            case ">" -> truth(order > 0);
            case ">=" -> truth(order >= 0);
            case "<<" -> new Value(b < 0 || b > 63 ? 0 : a << b, left.unsigned);
            case ">>" -> new Value(left.unsigned ? (b < 0 || b > 63 ? 0 : a >>> b) : a >> Math.clamp(b, 0, 63),
                    left.unsigned);
            case "+" -> new Value(a + b, unsigned);
            case "-" -> new Value(a - b, unsigned);
            case "*" -> new Value(a * b, unsigned);
            default -> divided(operator.equals("/"), a, b, unsigned);
        };
    }

    private Value divided(boolean quotient, long a, long b, boolean unsigned) throws Malformed {
        if (b == 0) {
            if (unevaluated) {
                return new Value(0, unsigned);
            }
            throw new Malformed("the condition divides by zero");
        }
        if (unsigned) {
            return new Value(quotient ? Long.divideUnsigned(a, b) : Long.remainderUnsigned(a, b), true);
        }
        return new Value(quotient ? a / b : a % b, false);
    }

    private Value unary() throws Malformed {
        if (++depth > DEEPEST) {
            throw new Malformed("the condition is nested too deeply");
        }
        Value value = take("!")
                ? truth(!unary().truth())
                : take("-")
                        ? negated(unary())
                        : take("~")
                                ? inverted(unary())
                                : take("+") ? unary() : primary();
        depth--;
        return value;
    }

    private static Value negated(Value value) {
        return new Value(-value.bits, value.unsigned);
    }

    private static Value inverted(Value value) {
        return new Value(~value.bits, value.unsigned);
    }

    private Value primary() throws Malformed {
        if (at >= tokens.size()) {
            throw new Malformed("the condition stops where a value is expected");
        }
        PpToken token = tokens.get(at++);
        if (token.is("(")) {
            Value value = choice();
            if (!take(")")) {
                throw new Malformed("expected ')' in the condition");
            }
            return value;
        }
        if (token.isName()) {
            if (at < tokens.size() && tokens.get(at).is("(")) {
                throw new Malformed("'" + token.text + "' is no macro that is defined here");
            }
            return new Value(0, false);
        }
        Optional<Expr.Literal> number = token.kind == TokenKind.NUMBER
                ? NumberText.number(token.text, token.span())
                : token.kind == TokenKind.CHARACTER
                        ? NumberText.character(token.text, token.span())
                        : Optional.empty();
        if (number.isEmpty()) {
            throw new Malformed("expected a number, found '" + token.text + "'");
        }
        boolean suffix = token.kind == TokenKind.NUMBER && (token.text.indexOf('u') > 0 || token.text.indexOf('U') > 0);
        return new Value(number.get().value(),
                suffix || (token.kind == TokenKind.NUMBER && number.get().value() < 0));
    }

    private String operator(String[] level) {
        if (at < tokens.size()) {
            for (String operator : level) {
                if (tokens.get(at).is(operator)) {
                    return operator;
                }
            }
        }
        return "";
    }

    private boolean take(String text) {
        if (at < tokens.size() && tokens.get(at).is(text)) {
            at++;
            return true;
        }
        return false;
    }

    private static Value truth(boolean holds) {
        return new Value(holds ? 1 : 0, false);
    }
}

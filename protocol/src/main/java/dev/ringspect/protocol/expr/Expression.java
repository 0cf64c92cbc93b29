package dev.ringspect.protocol.expr;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;

/**
 * An expression made ready for evaluation: C's operators and precedence on 64-bit integers. A comparison with a value that
 * a request does not have is false, whichever way it is asked; so is a part of {@code &&} and {@code ||}. Evaluation
 * allocates nothing, never throws, and may be done by many threads.
 */
public final class Expression {
    private final Node root;
    private final int[] variables;

    Expression(Node root, int[] variables) {
        this.root = root;
        this.variables = variables;
    }

    /** An expression ready for use, or the problems that stand against it. */
    public record Compiled(Optional<Expression> expression, List<Problem> problems) {
        public Compiled {
            problems = List.copyOf(problems);
        }
    }

    /** Makes {@code expression} ready, its names resolved by {@code symbols}. */
    public static Compiled compile(Expr expression, Symbols symbols) {
        return new ExpressionCompiler(symbols).compile(expression);
    }

    /** Parses {@code text}, such as {@code opcode == URING_CMD && res < 0}, and makes it ready. */
    public static Compiled compile(String text, Symbols symbols) {
        ParsedExpr parsed = ExprParser.parse(SourceText.of("expression", text));
        return parsed.expression().isPresent() && parsed.problems().isEmpty()
                ? compile(parsed.expression().get(), symbols)
                : new Compiled(Optional.empty(), parsed.problems());
    }

    /** Whether the expression holds: it can be evaluated and is not 0. */
    public boolean test(Values values) {
        return Node.truth(root, values);
    }

    /** The value; 0 where {@link #present} is false. */
    public long evaluate(Values values) {
        return root.present(values) ? root.evaluate(values) : 0;
    }

    /** Whether a value can be given at all. */
    public boolean present(Values values) {
        return root.present(values);
    }

    /** Whether {@code values} has every value that the expression names. */
    public boolean hasAll(Values values) {
        for (int variable : variables) {
            if (!values.has(variable)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the value is an unsigned 64-bit number. */
    public boolean unsigned() {
        return root.unsigned();
    }

    /** The value, where it depends on no request. */
    public OptionalLong constant() {
        return root instanceof Node.Constant(long value, boolean _) ? OptionalLong.of(value) : OptionalLong.empty();
    }
}

package dev.ringspect.protocol.expr;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Problem;

/** What parsing gave: an expression, or problems that say why there is none. */
public record ParsedExpr(Optional<Expr> expression, List<Problem> problems) {
    public ParsedExpr {
        problems = List.copyOf(problems);
    }
}

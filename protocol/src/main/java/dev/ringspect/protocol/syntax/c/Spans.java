package dev.ringspect.protocol.syntax.c;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/** Moves an expression that was parsed out of a part of a text to its place in the whole. */
final class Spans {
    private Spans() {}

    static Expr shift(Expr expression, int by) {
        Span span = shift(expression.span(), by);
        return switch (expression) {
            case Expr.Literal n -> new Expr.Literal(n.value(), n.unsigned(), n.word(), span);
            case Expr.Text t -> new Expr.Text(t.value(), span);
            case Expr.Name n -> new Expr.Name(n.path(), span);
            case Expr.Unary u -> new Expr.Unary(u.operator(), shift(u.operand(), by), span);
            case Expr.Binary b -> new Expr.Binary(b.operator(), shift(b.left(), by), shift(b.right(), by), span);
            case Expr.Conditional c ->
                new Expr.Conditional(shift(c.condition(), by), shift(c.then(), by), shift(c.otherwise(), by), span);
            case Expr.Cast c -> new Expr.Cast(shift(c.type(), by), shift(c.operand(), by), span);
            case Expr.SizeOf s -> new Expr.SizeOf(shift(s.type(), by), span);
            case Expr.Call c -> new Expr.Call(c.name(), c.arguments().stream().map(a -> shift(a, by)).toList(), span);
        };
    }

    private static Expr.Argument shift(Expr.Argument argument, int by) {
        return switch (argument) {
            case Expr.Argument.Value(Expr value) -> new Expr.Argument.Value(shift(value, by));
            case Expr.Argument.OfType(Expr.TypeName type) -> new Expr.Argument.OfType(shift(type, by));
        };
    }

    private static Expr.TypeName shift(Expr.TypeName type, int by) {
        return new Expr.TypeName(type.name(), type.pointers(),
                type.dimensions().stream().map(dimension -> shift(dimension, by)).toList(), shift(type.span(), by));
    }

    private static Span shift(Span span, int by) {
        return new Span(span.start() + by, span.end() + by);
    }
}

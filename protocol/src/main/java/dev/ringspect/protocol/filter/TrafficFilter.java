package dev.ringspect.protocol.filter;

import java.util.List;
import java.util.function.LongSupplier;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.ParsedExpr;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/** An expression that requests pass or do not. Used by one thread. */
public final class TrafficFilter {
    private static final String SOURCE = "--filter";

    private final Expression expression;
    private final FilterValues values;

    private TrafficFilter(Expression expression, FilterValues values) {
        this.expression = expression;
        this.values = values;
    }

    /** What became of an expression. */
    public sealed interface Compiled {
        /** It can be used; {@code kernel} is what of it can be decided before an event is made. */
        record Ready(TrafficFilter filter, KernelFilter kernel) implements Compiled {}

        /** It can't; a line for each thing that is wrong. */
        record Wrong(List<String> reasons) implements Compiled {
            public Wrong {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** Makes {@code text} ready; its bare names are fields of the commands in {@code protocols}. */
    public static Compiled compile(String text, ProtocolSet protocols) {
        SourceText source = SourceText.of(SOURCE, text);
        ParsedExpr parsed = ExprParser.parseFilter(source);
        if (parsed.expression().isEmpty() || !parsed.problems().isEmpty()) {
            return wrong(source, parsed.problems());
        }
        FilterNames names = new FilterNames(protocols);
        Expr expr = parsed.expression().get();
        Expression.Compiled compiled = Expression.compile(expr, names);
        if (compiled.expression().isEmpty()) {
            return wrong(source, compiled.problems());
        }
        List<Problem> senseless = FilterSense.problems(source, expr, names);
        if (!senseless.isEmpty()) {
            return wrong(source, senseless);
        }
        FilterValues values = new FilterValues(names);
        return new Compiled.Ready(new TrafficFilter(compiled.expression().get(), values),
                KernelFilter.of(expr, names));
    }

    private static Compiled wrong(SourceText source, List<Problem> problems) {
        return new Compiled.Wrong(problems.stream().map(problem -> problem.line(source)).toList());
    }

    /** Says when the trace's first request began, which {@code time} counts from. */
    public void startingAt(LongSupplier firstNs) {
        values.startingAt(firstNs);
    }

    /** Whether {@code request} passes. */
    public boolean passes(Request request, ResolvedCommand command) {
        return expression.test(values.at(request, command));
    }
}

package dev.ringspect.protocol.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;

/** The constants of a file; a {@code #define} is evaluated when it is first asked for. */
final class Constants implements Symbols {
    /** A chain of definitions longer than this is taken for a circle. */
    private static final int LONGEST_CHAIN = 100;

    private final List<Problem> problems;
    private final ToLongFunction<Expr.TypeName> sizes;
    private final Map<String, Long> values = new HashMap<>();
    private final Map<String, CDeclaration.Define> defines = new HashMap<>();
    private final Set<String> beingEvaluated = new HashSet<>();

    /** @param sizes the size of a declared type, negative where there is none */
    Constants(List<Problem> problems, ToLongFunction<Expr.TypeName> sizes) {
        this.problems = problems;
        this.sizes = sizes;
    }

    void define(Name name, long value) {
        if (values.put(name.text(), value) != null) {
            problems.add(new Problem(name.span(), Severity.ERROR, "there is another constant '" + name.text() + "'"));
        }
    }

    void define(CDeclaration.Define define) {
        defines.put(define.name().text(), define);
    }

    /** The value of {@code expression}; empty, with the problem noted, where it is no constant. */
    OptionalLong evaluate(Expr expression) {
        Expression.Compiled compiled = Expression.compile(expression, this);
        problems.addAll(compiled.problems());
        return compiled.expression().map(Expression::constant).orElse(OptionalLong.empty());
    }

    @Override
    public Optional<Symbol> find(String path) {
        Long value = values.get(path);
        if (value == null) {
            value = evaluateDefine(path);
        }
        return value == null ? Optional.empty() : Optional.of(new Symbol.Constant(value, false));
    }

    private @Nullable Long evaluateDefine(String name) {
        CDeclaration.Define define = defines.get(name);
        if (define == null || define.value().isEmpty() || beingEvaluated.size() > LONGEST_CHAIN
                || !beingEvaluated.add(name)) {
            return null;
        }
        OptionalLong value = Expression.compile(define.value().get(), this).expression().map(Expression::constant)
                .orElse(OptionalLong.empty());
        beingEvaluated.remove(name);
        if (value.isEmpty()) {
            return null;
        }
        values.put(name, value.getAsLong());
        return value.getAsLong();
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        long size = sizes.applyAsLong(type);
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** All constants, those included that nothing asked for. */
    Map<String, Long> all() {
        defines.keySet().forEach(this::find);
        return Map.copyOf(values);
    }
}

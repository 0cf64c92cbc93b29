package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.expr.Values;
import dev.ringspect.protocol.layout.Abi;

/**
 * A number made of others by an expression. Threads share it; what points at a request is made once and kept, so that asking
 * allocates nothing as long as one thread asks at a time.
 */
final class FieldExpression implements Quantity {
    private final Expression expression;
    private final Quantity[] operands;
    private final AtomicReference<@Nullable Pointed> spare = new AtomicReference<>();

    private FieldExpression(Expression expression, List<Quantity> operands) {
        this.expression = expression;
        this.operands = operands.toArray(Quantity[]::new);
    }

    /**
     * Makes {@code expression} ready; empty where a name in it stands for nothing.
     *
     * @param numbers what names stand for
     * @param constants what the other names stand for
     */
    static Optional<FieldExpression> compile(Expr expression, Function<String, Optional<Quantity>> numbers,
            ProtocolNames constants) {
        List<Quantity> operands = new ArrayList<>();
        return Expression.compile(expression, new Names(numbers, constants, operands)).expression()
                .map(ready -> new FieldExpression(ready, operands));
    }

    /** Numbers, which become operands as they are met, and what every expression can use. */
    private record Names(Function<String, Optional<Quantity>> numbers, ProtocolNames constants, List<Quantity> operands)
            implements
                Symbols {
        @Override
        public Optional<Symbol> find(String path) {
            return numbers.apply(path).<Symbol>map(number -> {
                operands.add(number);
                return new Symbol.Variable(operands.size() - 1, number.unsigned());
            }).or(() -> constants.find(path));
        }

        @Override
        public Abi abi() {
            return constants.abi();
        }

        @Override
        public OptionalLong sizeOf(Expr.TypeName type) {
            return constants.sizeOf(type);
        }

        @Override
        public OptionalLong offsetOf(Expr.TypeName type, String path) {
            return constants.offsetOf(type, path);
        }
    }

    @Override
    public boolean present(CommandBytes bytes) {
        Pointed pointed = take(bytes);
        boolean present = expression.hasAll(pointed) && expression.present(pointed);
        spare.set(pointed);
        return present;
    }

    @Override
    public long number(CommandBytes bytes) {
        Pointed pointed = take(bytes);
        long value = expression.evaluate(pointed);
        spare.set(pointed);
        return value;
    }

    @Override
    public boolean unsigned() {
        return expression.unsigned();
    }

    @Override
    public boolean same(Quantity other) {
        return this == other;
    }

    private Pointed take(CommandBytes bytes) {
        Pointed kept = spare.getAndSet(null);
        Pointed pointed = kept == null ? new Pointed(operands) : kept;
        pointed.bytes = bytes;
        return pointed;
    }

    /** The operands in one request, by their places. */
    private static final class Pointed implements Values {
        private final Quantity[] operands;
        private CommandBytes bytes = new CommandBytes();

        Pointed(Quantity[] operands) {
            this.operands = operands;
        }

        @Override
        public boolean has(int variable) {
            return operands[variable].present(bytes);
        }

        @Override
        public long number(int variable) {
            return operands[variable].number(bytes);
        }

        @Override
        public boolean textIs(int variable, String text) {
            return false;
        }
    }
}

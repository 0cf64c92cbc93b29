package dev.ringspect.protocol.inspect.language;

import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.Type;

/**
 * Between which values an expression lies, names being as free as their types. It knows nothing of two names that depend
 * on each other, so a range is often larger than it could be and never smaller.
 */
final class RangeAnalysis {
    private final Function<String, ValueRange> names;

    /** @param names the ranges of names */
    RangeAnalysis(Function<String, ValueRange> names) {
        this.names = names;
    }

    ValueRange of(Expr expression) {
        return switch (expression) {
            case Expr.Literal number ->
                ValueRange.constant(number.value(), number.unsigned() && !number.word());
            case Expr.Name name -> names.apply(name.path());
            case Expr.Unary unary -> unary(unary.operator(), of(unary.operand()));
            case Expr.Binary binary -> binary(binary.operator(), binary.left(), binary.right());
            case Expr.Conditional choice -> {
                ValueRange condition = of(choice.condition());
                yield condition.isZero()
                        ? of(choice.otherwise())
                        : condition.isNonZero() ? of(choice.then()) : of(choice.then()).or(of(choice.otherwise()));
            }
            case Expr.Cast cast -> cast(cast);
            case Expr.SizeOf _,Expr.Call _ -> constant(expression);
            case Expr.Text _ -> ValueRange.ANY;
        };
    }

    private static ValueRange constant(Expr expression) {
        Optional<Expression> compiled = Expression.compile(expression, Symbols.NONE).expression();
        return compiled.isPresent() && compiled.get().constant().isPresent()
                ? ValueRange.constant(compiled.get().constant().getAsLong(), compiled.get().unsigned())
                : ValueRange.ANY;
    }

    private static ValueRange unary(String operator, ValueRange value) {
        return switch (operator) {
            case "+" -> value;
            case "!" -> value.isZero() ? ValueRange.TRUE : value.isNonZero() ? ValueRange.FALSE : ValueRange.TRUTH;
            case "-" -> ValueRange.of(value.high().negate(), value.low().negate(), value.unsigned());
            default -> value.unsigned()
                    ? ValueRange.ofBits(64, false)
                    : ValueRange.of(value.high().not(), value.low().not(), false);
        };
    }

    private ValueRange cast(Expr.Cast cast) {
        ValueRange value = of(cast.operand());
        Optional<Type> type = BuiltinTypes.find(cast.type().name()).map(Type::bare);
        if (cast.type().pointers() > 0 || type.isEmpty() || !(type.get() instanceof Type.Int number)) {
            return ValueRange.ANY;
        }
        int bits = Math.min(64, Abi.X86_64.sizeOf(number.kind()) * 8);
        ValueRange all = ValueRange.ofBits(bits, Abi.X86_64.isSigned(number.kind()));
        return value.isWithin(all) ? new ValueRange(value.low(), value.high(), all.unsigned()) : all;
    }

    private ValueRange binary(String operator, Expr left, Expr right) {
        if (left instanceof Expr.Text || right instanceof Expr.Text) {
            return ValueRange.TRUTH;
        }
        ValueRange a = of(left);
        ValueRange b = of(right);
        boolean unsigned = a.unsigned() || b.unsigned();
        // C compares and computes with negative numbers as if they were huge when the other side is unsigned
        boolean wraps = unsigned && (a.isNegative() || b.isNegative());
        return switch (operator) {
            case "&&" -> a.isZero() || b.isZero() ? ValueRange.FALSE : truth(a.isNonZero() && b.isNonZero());
            case "||" -> a.isNonZero() || b.isNonZero() ? ValueRange.TRUE : falsehood(a.isZero() && b.isZero());
            case "==", "!=", "<", "<=", ">", ">=" -> wraps ? ValueRange.TRUTH : comparison(operator, a, b);
            default -> wraps ? ValueRange.ANY : arithmetic(operator, a, b, unsigned);
        };
    }

    private static ValueRange truth(boolean surely) {
        return surely ? ValueRange.TRUE : ValueRange.TRUTH;
    }

    private static ValueRange falsehood(boolean surely) {
        return surely ? ValueRange.FALSE : ValueRange.TRUTH;
    }

    private static ValueRange comparison(String operator, ValueRange a, ValueRange b) {
        boolean apart = a.high().compareTo(b.low()) < 0 || b.high().compareTo(a.low()) < 0;
        boolean same = a.isConstant() && a.low().equals(b.low()) && b.isConstant();
        return switch (operator) {
            case "==" -> same ? ValueRange.TRUE : falsehood(apart);
            case "!=" -> same ? ValueRange.FALSE : truth(apart);
            case "<" -> less(a, b);
            case ">" -> less(b, a);
            case "<=" -> unary("!", less(b, a));
            default -> unary("!", less(a, b));
        };
    }

    private static ValueRange less(ValueRange a, ValueRange b) {
        return a.high().compareTo(b.low()) < 0 ? ValueRange.TRUE : falsehood(a.low().compareTo(b.high()) >= 0);
    }

    private static ValueRange arithmetic(String operator, ValueRange a, ValueRange b, boolean unsigned) {
        boolean negative = a.isNegative() || b.isNegative();
        return switch (operator) {
            case "+" -> ValueRange.of(a.low().add(b.low()), a.high().add(b.high()), unsigned);
            case "-" -> ValueRange.of(a.low().subtract(b.high()), a.high().subtract(b.low()), unsigned);
            case "*" -> negative
                    ? ValueRange.ANY
                    : ValueRange.of(a.low().multiply(b.low()), a.high().multiply(b.high()), unsigned);
            case "/" -> negative || b.low().signum() == 0
                    ? ValueRange.ANY
                    : ValueRange.of(a.low().divide(b.high()), a.high().divide(b.low()), unsigned);
            case "%" -> negative || b.low().signum() == 0
                    ? ValueRange.ANY
                    : ValueRange.of(BigInteger.ZERO, a.high().min(b.high().subtract(BigInteger.ONE)), unsigned);
            case "&" -> and(a, b, unsigned);
            case "|", "^" -> negative
                    ? ValueRange.ANY
                    : ValueRange.of(operator.equals("|") ? a.low().max(b.low()) : BigInteger.ZERO,
                            allOnes(a.high().max(b.high())), unsigned);
            case "<<", ">>" -> shift(operator, a, b);
            default -> ValueRange.ANY;
        };
    }

    /** A side that is never negative bounds the result, whatever the other one is. */
    private static ValueRange and(ValueRange a, ValueRange b, boolean unsigned) {
        if (a.isConstant() && b.isConstant()) {
            BigInteger both = a.low().and(b.low());
            return ValueRange.of(both, both, unsigned);
        }
        if (a.isNegative() && b.isNegative()) {
            return ValueRange.ANY;
        }
        BigInteger high = a.isNegative() ? b.high() : b.isNegative() ? a.high() : a.high().min(b.high());
        return ValueRange.of(BigInteger.ZERO, high, unsigned);
    }

    private static ValueRange shift(String operator, ValueRange a, ValueRange b) {
        boolean known = b.isConstant() && b.low().signum() >= 0 && b.low().bitLength() < 7 && b.low().intValue() < 64;
        if (!known || a.isNegative()) {
            return ValueRange.ANY;
        }
        int by = b.low().intValue();
        return operator.equals("<<")
                ? ValueRange.of(a.low().shiftLeft(by), a.high().shiftLeft(by), a.unsigned())
                : ValueRange.of(a.low().shiftRight(by), a.high().shiftRight(by), a.unsigned());
    }

    private static BigInteger allOnes(BigInteger value) {
        return BigInteger.ONE.shiftLeft(value.bitLength()).subtract(BigInteger.ONE);
    }
}

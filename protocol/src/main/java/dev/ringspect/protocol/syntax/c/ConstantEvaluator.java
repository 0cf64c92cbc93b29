package dev.ringspect.protocol.syntax.c;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Budget;

/** Evaluates constant expressions by C's rules for one ABI. */
final class ConstantEvaluator {
    /** What the evaluator asks for. */
    interface Scope {
        /** An enumerator's value. */
        Optional<CValue> constant(String name);

        /** A type by its name; empty when it is not declared. */
        Optional<Type> type(Expr.TypeName name);

        /** Its size in bytes, negative when it has none. */
        long sizeOf(Type type);

        /** The least alignment that the ABI asks for: C's {@code _Alignof}. */
        long alignOf(Type type);

        /** The alignment that the compiler gives the type where it is free to choose: gcc's {@code __alignof__}. */
        long preferredAlignOf(Type type);

        /** Bytes from the start of {@code type} to the member at {@code path}, negative when there is none. */
        long offsetOf(Type type, String path);
    }

    /** A value, or why there is none. */
    sealed interface Outcome {
        record Known(CValue value) implements Outcome {}

        /**
         * No value.
         *
         * @param unresolved whether the name of a constant or type is what is not known
         */
        record Unknown(Expr at, String why, boolean unresolved) implements Outcome {}
    }

    private final Abi abi;
    private final Scope scope;

    ConstantEvaluator(Abi abi, Scope scope) {
        this.abi = abi;
        this.scope = scope;
    }

    Outcome evaluate(Expr expression) {
        Budget.check();
        return switch (expression) {
            case Expr.Literal number -> known(new CValue(number.value(), number.unsigned(), number.word()));
            case Expr.Text text -> unknown(text, "a string is no constant number");
            case Expr.Name name -> scope.constant(name.path()).map(ConstantEvaluator::known)
                    .orElseGet(() -> unresolved(name, "nothing above is called '" + name.path() + "'"));
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Conditional choice -> switch (evaluate(choice.condition())) {
                case Outcome.Known(CValue value) -> evaluate(value.bits() != 0 ? choice.then() : choice.otherwise());
                case Outcome.Unknown why -> why;
            };
            case Expr.Cast cast -> cast(cast);
            case Expr.SizeOf size -> sizeOf(size, size.type());
            case Expr.Call call -> call(call);
        };
    }

    private Outcome unary(Expr.Unary unary) {
        return switch (evaluate(unary.operand())) {
            case Outcome.Known(CValue value) -> known(switch (unary.operator()) {
                case "-" -> new CValue(-value.bits(), value.unsigned(), value.word());
                case "~" -> new CValue(~value.bits(), value.unsigned(), value.word());
                case "!" -> CValue.truth(value.bits() == 0);
                default -> value;
            });
            case Outcome.Unknown why -> why;
        };
    }

    private Outcome binary(Expr.Binary binary) {
        // evaluated once: asked twice at each level, a long sum without a value would never come to an end
        Outcome first = evaluate(binary.left());
        if (!(first instanceof Outcome.Known(CValue left))) {
            return first;
        }
        if (binary.operator().equals("&&") && left.bits() == 0) {
            return known(CValue.truth(false));
        }
        if (binary.operator().equals("||") && left.bits() != 0) {
            return known(CValue.truth(true));
        }
        return switch (evaluate(binary.right())) {
            case Outcome.Known(CValue right) -> compute(binary, left, right);
            case Outcome.Unknown why -> why;
        };
    }

    private static Outcome compute(Expr.Binary binary, CValue left, CValue right) {
        CValue type = left.convertedWith(right);
        long a = type.bits();
        long b = right.convertedWith(left).bits();
        int count = (int) (right.bits() & (left.word() ? 31 : 63));
        return switch (binary.operator()) {
            case "&&", "||" -> known(CValue.truth(right.bits() != 0));
            case "|" -> like(type, a | b);
            case "^" -> like(type, a ^ b);
            case "&" -> like(type, a & b);
            case "==" -> known(CValue.truth(a == b));
            case "!=" -> known(CValue.truth(a != b));
            case "<" -> known(CValue.truth(left.compare(right) < 0));
            case "<=" -> known(CValue.truth(left.compare(right) <= 0));
            case ">" -> known(CValue.truth(left.compare(right) > 0));
            case ">=" -> known(CValue.truth(left.compare(right) >= 0));
            case "<<" -> like(left, left.bits() << count);
            case ">>" -> like(left, left.unsigned() ? left.bits() >>> count : left.bits() >> count);
            case "+" -> like(type, a + b);
            case "-" -> like(type, a - b);
            case "*" -> like(type, a * b);
            case "/", "%" -> divide(binary, type, a, b);
            default -> unknown(binary, "the operator " + binary.operator() + " is not known here");
        };
    }

    private static Outcome divide(Expr.Binary binary, CValue type, long a, long b) {
        if (b == 0) {
            return unknown(binary.right(), "this divides by zero");
        }
        boolean quotient = binary.operator().equals("/");
        if (type.unsigned()) {
            return like(type, quotient ? Long.divideUnsigned(a, b) : Long.remainderUnsigned(a, b));
        }
        return like(type, quotient ? a / b : a % b);
    }

    private Outcome cast(Expr.Cast cast) {
        Optional<Type> type = scope.type(cast.type());
        if (type.isEmpty()) {
            return unresolved(cast, "nothing above declares a type '" + cast.type().name() + "'");
        }
        if (!(evaluate(cast.operand()) instanceof Outcome.Known(CValue value))) {
            return evaluate(cast.operand());
        }
        return switch (type.get().bare()) {
            case Type.Int number -> known(value.as(number.kind(), abi));
            case Type.EnumType constants -> known(value.as(constants.underlying().kind(), abi));
            case Type.Pointer _ -> known(new CValue(value.bits(), true, abi.pointerSize() == 4));
            case Type.FloatType _,Type.VoidType _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                unknown(cast, "this cast gives no constant integer");
        };
    }

    private Outcome sizeOf(Expr at, Expr.TypeName name) {
        Optional<Type> type = scope.type(name);
        long size = type.map(scope::sizeOf).orElse(-1L);
        return size < 0
                ? unknown(at, "sizeof(" + name.name() + "), which nothing declares")
                : known(CValue.size(size, abi));
    }

    private Outcome call(Expr.Call call) {
        List<Expr.Argument> arguments = call.arguments();
        switch (call.name()) {
            case "_Alignof", "__alignof__", "__alignof", "alignof" -> {
                Optional<Type> type = arguments.size() == 1 ? type(arguments.getFirst()) : Optional.empty();
                if (type.isPresent()) {
                    boolean preferred = call.name().startsWith("__");
                    return known(CValue.size(
                            preferred ? scope.preferredAlignOf(type.get()) : scope.alignOf(type.get()), abi));
                }
            }
            case "offsetof", "__builtin_offsetof" -> {
                Optional<Type> type = arguments.size() == 2 ? type(arguments.get(0)) : Optional.empty();
                if (type.isPresent() && arguments.get(1) instanceof Expr.Argument.Value(Expr.Name path)) {
                    long offset = scope.offsetOf(type.get(), path.path());
                    return offset < 0
                            ? unknown(call, type.get().display() + " has no member " + path.path())
                            : known(CValue.size(offset, abi));
                }
            }
            default -> {
                return unknown(call, "'" + call.name() + "' is no macro that is known here");
            }
        }
        return unknown(call, "the arguments of " + call.name() + " are not known here");
    }

    private Optional<Type> type(Expr.Argument argument) {
        return switch (argument) {
            case Expr.Argument.OfType(Expr.TypeName name) -> scope.type(name);
            case Expr.Argument.Value(Expr.Name name) ->
                scope.type(new Expr.TypeName(name.path(), 0, List.of(), name.span()));
            case Expr.Argument.Value _ -> Optional.empty();
        };
    }

    private static Outcome known(CValue value) {
        return new Outcome.Known(value);
    }

    private static Outcome like(CValue type, long bits) {
        return new Outcome.Known(new CValue(bits, type.unsigned(), type.word()));
    }

    private static Outcome unknown(Expr at, String why) {
        return new Outcome.Unknown(at, why, false);
    }

    private static Outcome unresolved(Expr at, String why) {
        return new Outcome.Unknown(at, why, true);
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/** Evaluates constant expressions as rustc does; what rustc would refuse, and what runs code, is unknown. */
final class RustConsts {
    private static final int DEEPEST = 100;

    private final RustTypes types;
    private final Abi abi;
    private final IdentityHashMap<RustItem.Constant, RustValue> known = new IdentityHashMap<>();
    private final Set<RustItem.Constant> open = new HashSet<>();
    private int depth;

    RustConsts(RustTypes types, Abi abi) {
        this.types = types;
        this.abi = abi;
    }

    /** The value of an expression of type {@code expected}; empty where the place asks for none. */
    RustValue evaluate(RustExpr expr, String expected, RustEnv env) {
        if (++depth > DEEPEST || !types.step()) {
            depth--;
            return new RustValue.Unknown("it is too complex", expr.span());
        }
        RustValue value = compute(expr, expected, env);
        depth--;
        return value;
    }

    /** A value that fits {@code type}, converted to it if it is a literal's. */
    RustValue coerce(RustValue value, String type, Span span) {
        if (!(value instanceof RustValue.Known(BigInteger number, String own)) || type.isEmpty()) {
            return value;
        }
        if (!own.isEmpty() && !own.equals(type)) {
            return new RustValue.Unknown("its value has the type " + own + " where " + type + " is expected", span);
        }
        return fits(number, type)
                ? new RustValue.Known(number, type)
                : new RustValue.Unknown("the value " + number + " does not fit " + type, span);
    }

    RustValue constant(RustItem.Constant item) {
        RustValue value = known.get(item);
        if (value != null) {
            return value;
        }
        if (!open.add(item)) {
            return new RustValue.Unknown("the constant " + item.name() + " depends on itself", item.head().nameSpan());
        }
        RustEnv env = RustEnv.inside(item, List.of(), RustEnv.at(item.head().path()), true);
        if (item.owner().isPresent()) {
            env = env.withSelf(RustEnv.Bound.of(new RustType.Argument.OfType(item.owner().get()), env));
        }
        String type = types.integerName(item.type(), env);
        value = type.isEmpty()
                ? new RustValue.Unknown("the constant " + item.name() + " is no integer", item.head().nameSpan())
                : coerce(evaluate(item.value(), type, env), type, item.value().span());
        if (item.head().damaged()) {
            value = new RustValue.Unknown("the constant " + item.name() + " is half typed", item.head().nameSpan());
        }
        open.remove(item);
        if (depth == 0 || value instanceof RustValue.Known) {
            known.put(item, value);
        }
        return value;
    }

    private RustValue compute(RustExpr expr, String expected, RustEnv env) {
        return switch (expr) {
            case RustExpr.Literal number -> new RustValue.Known(number.value(), number.suffix());
            case RustExpr.Truth truth ->
                new RustValue.Known(truth.value() ? BigInteger.ONE : BigInteger.ZERO, "bool");
            case RustExpr.Path path -> path(path, env);
            case RustExpr.Unary unary -> unary(unary, expected, env);
            case RustExpr.Binary binary -> binary(binary, expected, env);
            case RustExpr.Cast cast -> cast(cast, env);
            case RustExpr.Call call -> call(call, env);
            case RustExpr.OffsetOf offset -> types.offsetOf(offset, env);
            case RustExpr.Other other -> new RustValue.Unknown("it is " + other.what(), other.span());
        };
    }

    private RustValue unary(RustExpr.Unary unary, String expected, RustEnv env) {
        RustValue operand = evaluate(unary.operand(), expected, env);
        if (!(operand instanceof RustValue.Known number)) {
            return operand;
        }
        if (unary.operator() == '-') {
            return checked(number.value().negate(), number.type(), unary.span());
        }
        if (number.type().equals("bool")) {
            return new RustValue.Known(BigInteger.ONE.subtract(number.value()), "bool");
        }
        String type = !number.type().isEmpty() ? number.type() : expected.isEmpty() ? "i32" : expected;
        return new RustValue.Known(wrap(number.value().not(), type), type);
    }

    private RustValue binary(RustExpr.Binary binary, String expected, RustEnv env) {
        boolean shift = binary.operator().equals("<<") || binary.operator().equals(">>");
        String wanted = isComparison(binary.operator()) ? "" : expected;
        RustValue left = evaluate(binary.left(), wanted, env);
        if (!(left instanceof RustValue.Known a)) {
            return left;
        }
        RustValue right = evaluate(binary.right(), shift ? "" : wanted, env);
        if (!(right instanceof RustValue.Known b)) {
            return right;
        }
        if (shift) {
            String type = !a.type().isEmpty() ? a.type() : wanted.isEmpty() ? "i32" : wanted;
            return shifted(binary, a.value(), b.value(), type);
        }
        if (!a.type().isEmpty() && !b.type().isEmpty() && !a.type().equals(b.type())) {
            return new RustValue.Unknown("it mixes " + a.type() + " and " + b.type(), binary.span());
        }
        String type = a.type().isEmpty() ? b.type() : a.type();
        return combined(binary, a.value(), b.value(), type);
    }

    private RustValue combined(RustExpr.Binary binary, BigInteger a, BigInteger b, String type) {
        int order = a.compareTo(b);
        return switch (binary.operator()) {
            case "+" -> checked(a.add(b), type, binary.span());
            case "-" -> checked(a.subtract(b), type, binary.span());
            case "*" -> checked(a.multiply(b), type, binary.span());
            case "/", "%" -> b.signum() == 0
                    ? new RustValue.Unknown("it divides by zero", binary.span())
                    : checked(binary.operator().equals("/") ? a.divide(b) : a.remainder(b), type, binary.span());
            case "&" -> new RustValue.Known(a.and(b), type);
            case "|" -> new RustValue.Known(a.or(b), type);
            case "^" -> new RustValue.Known(a.xor(b), type);
            case "==" -> truth(order == 0);
            case "!=" -> truth(order != 0);
            case "<" -> truth(order < 0);
            case ">" -> truth(order > 0);
            case "<=" -> truth(order <= 0);
            case ">=" -> truth(order >= 0);
            case "&&" -> truth(a.signum() != 0 && b.signum() != 0);
            case "||" -> truth(a.signum() != 0 || b.signum() != 0);
            default -> new RustValue.Unknown("the operator " + binary.operator() + " is not known", binary.span());
        };
    }

    private static boolean isComparison(String operator) {
        return switch (operator) {
            case "==", "!=", "<", ">", "<=", ">=", "&&", "||" -> true;
            default -> false;
        };
    }

    private static RustValue truth(boolean value) {
        return new RustValue.Known(value ? BigInteger.ONE : BigInteger.ZERO, "bool");
    }

    private RustValue shifted(RustExpr.Binary binary, BigInteger value, BigInteger by, String type) {
        int bits = bits(type);
        if (by.signum() < 0 || by.compareTo(BigInteger.valueOf(bits)) >= 0) {
            return new RustValue.Unknown("it shifts a " + type + " by " + by, binary.span());
        }
        int count = by.intValueExact();
        return new RustValue.Known(
                binary.operator().equals("<<") ? wrap(value.shiftLeft(count), type) : value.shiftRight(count), type);
    }

    private RustValue cast(RustExpr.Cast cast, RustEnv env) {
        RustValue operand = evaluate(cast.operand(), "", env);
        String type = types.integerName(cast.type(), env);
        if (!(operand instanceof RustValue.Known number)) {
            return operand;
        }
        return type.isEmpty()
                ? new RustValue.Unknown("it is cast to a type that is no integer", cast.span())
                : new RustValue.Known(wrap(number.value(), type), type);
    }

    private RustValue call(RustExpr.Call call, RustEnv env) {
        RustType.Segment function = call.function().segments().getLast();
        boolean size = function.name().equals("size_of");
        if ((size || function.name().equals("align_of")) && call.arguments().isEmpty()
                && function.arguments().size() == 1
                && function.arguments().getFirst() instanceof RustType.Argument.OfType(RustType type)) {
            return types.measure(type, size, call.span(), env);
        }
        return new RustValue.Unknown("it calls the function " + function.name() + ", which is not run here",
                call.span());
    }

    private RustValue path(RustExpr.Path path, RustEnv env) {
        List<String> names = path.segments().stream().map(RustType.Segment::name)
                .filter(name -> !name.equals("::")).toList();
        if (names.size() == 1) {
            RustEnv.Bound bound = env.bound().get(names.getFirst());
            if (bound != null) {
                return bound(bound, path, names.getFirst());
            }
        }
        if (types.scopes().find(env.path(), names) instanceof RustScopes.Found.Items(List<RustItem> items)) {
            List<RustItem.Constant> constants = items.stream().filter(RustItem.Constant.class::isInstance)
                    .map(RustItem.Constant.class::cast).toList();
            return single(constants, path);
        }
        return names.size() < 2
                ? new RustValue.Unknown("the constant " + names.getFirst() + " is not declared in this file",
                        path.span())
                : associated(path, names, env);
    }

    private RustValue bound(RustEnv.Bound bound, RustExpr.Path path, String name) {
        if (bound.argument.isEmpty() || bound.env.isEmpty()) {
            return new RustValue.Unknown("it depends on the generic parameter " + name, path.span());
        }
        String type = bound.constant.map(declared -> types.integerName(declared, bound.env.get())).orElse("");
        return switch (bound.argument.get()) {
            case RustType.Argument.OfValue(RustExpr value) ->
                coerce(evaluate(value, type, bound.env.get()), type, value.span());
            case RustType.Argument.OfType(RustType.Path constant) -> coerce(
                    evaluate(new RustExpr.Path(constant.segments(), constant.span()), type, bound.env.get()), type,
                    constant.span());
            case RustType.Argument.OfType(RustType other) ->
                new RustValue.Unknown("the generic argument for " + name + " is no constant", other.span());
        };
    }

    private RustValue single(List<RustItem.Constant> candidates, RustExpr.Path path) {
        String name = path.segments().getLast().name();
        List<RustItem.Constant> there = new ArrayList<>();
        for (RustItem.Constant candidate : candidates) {
            Optional<Boolean> holds = types.target().allHold(candidate.head().conditions());
            if (holds.isEmpty()) {
                return new RustValue.Unknown("the constant " + name + " depends on a cfg that is not known here",
                        path.span());
            }
            if (holds.get()) {
                there.add(candidate);
            }
        }
        return there.size() == 1
                ? constant(there.getFirst())
                : new RustValue.Unknown("the constant " + name + " is declared " + there.size() + " times",
                        path.span());
    }

    /** {@code u32::MAX}, {@code Type::CONSTANT}, {@code Enum::Variant}. */
    private RustValue associated(RustExpr.Path path, List<String> names, RustEnv env) {
        List<RustType.Segment> owner = path.segments().subList(0, path.segments().size() - 1);
        RustType.Path type = new RustType.Path(owner, path.span());
        String name = names.getLast();
        Optional<RustItem> item = types.itemOf(type, env);
        if (item.isEmpty()) {
            String integer = types.integerName(type, env);
            return integer.isEmpty()
                    ? new RustValue.Unknown(String.join("::", names) + " is not declared in this file", path.span())
                    : limit(integer, name, path.span());
        }
        if (item.get() instanceof RustItem.Enumeration enumeration) {
            RustValue variant = types.discriminant(enumeration, name);
            if (variant instanceof RustValue.Known) {
                return variant;
            }
        }
        return single(types.associated(item.get(), name), path);
    }

    private RustValue limit(String type, String name, Span span) {
        int bits = bits(type);
        BigInteger top = BigInteger.ONE.shiftLeft(signed(type) ? bits - 1 : bits);
        return switch (name) {
            case "MAX" -> new RustValue.Known(top.subtract(BigInteger.ONE), type);
            case "MIN" -> new RustValue.Known(signed(type) ? top.negate() : BigInteger.ZERO, type);
            case "BITS" -> new RustValue.Known(BigInteger.valueOf(bits), "u32");
            default -> new RustValue.Unknown(type + "::" + name + " is not known here", span);
        };
    }

    private RustValue checked(BigInteger value, String type, Span span) {
        boolean good = type.isEmpty() ? value.bitLength() <= 128 : fits(value, type);
        return good
                ? new RustValue.Known(value, type)
                : new RustValue.Unknown("the value " + shown(value) + " does not fit "
                        + (type.isEmpty() ? "any integer" : type), span);
    }

    private static String shown(BigInteger value) {
        return value.bitLength() > 256 ? "of " + value.bitLength() + " bits" : value.toString();
    }

    boolean fits(BigInteger value, String type) {
        return wrap(value, type).equals(value);
    }

    private BigInteger wrap(BigInteger value, String type) {
        int bits = bits(type);
        BigInteger low = value.and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
        return signed(type) && low.testBit(bits - 1) ? low.subtract(BigInteger.ONE.shiftLeft(bits)) : low;
    }

    private static boolean signed(String type) {
        return type.startsWith("i");
    }

    private int bits(String type) {
        return switch (type) {
            case "bool" -> 1;
            case "char" -> 32;
            default -> RustStandard.integer(type, abi)
                    .map(found -> found.bare() instanceof Type.Int number ? abi.sizeOf(number.kind()) * 8 : 32)
                    .orElse(32);
        };
    }
}

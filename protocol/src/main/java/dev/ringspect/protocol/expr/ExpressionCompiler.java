package dev.ringspect.protocol.expr;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.layout.BuiltinTypes;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** Turns an expression into nodes, folding what is constant. */
final class ExpressionCompiler {
    private final Symbols symbols;
    private final List<Problem> problems = new ArrayList<>();
    private final BitSet variables = new BitSet();

    ExpressionCompiler(Symbols symbols) {
        this.symbols = symbols;
    }

    Expression.Compiled compile(Expr expression) {
        Node root = node(expression);
        if (root == null || !problems.isEmpty()) {
            return new Expression.Compiled(Optional.empty(), problems);
        }
        Expression ready = new Expression(root, variables.stream().toArray());
        return new Expression.Compiled(Optional.of(ready), problems);
    }

    private @Nullable Node node(Expr expression) {
        return switch (expression) {
            case Expr.Literal number -> new Node.Constant(number.value(), number.unsigned() && !number.word());
            case Expr.Text text -> fail(text.span(), "a string can only be compared, with == or !=");
            case Expr.Name name -> name(name);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.Conditional choice -> choice(choice);
            case Expr.Cast cast -> cast(cast);
            case Expr.SizeOf size -> sizeOf(size.type());
            case Expr.Call call -> call(call);
        };
    }

    private @Nullable Node name(Expr.Name name) {
        Optional<Symbol> symbol = symbols.find(name.path());
        if (symbol.isEmpty()) {
            problems.add(symbols.unusable(name.path())
                    .map(why -> new Problem(name.span(), Severity.ERROR, why))
                    .orElseGet(() -> Problem.unresolved(name.span(), symbols.missing(name.path()))));
            return null;
        }
        return switch (symbol.get()) {
            case Symbol.Constant(long value, boolean unsigned) -> new Node.Constant(value, unsigned);
            case Symbol.Variable(int variable, boolean unsigned) -> {
                variables.set(variable);
                yield new Node.Variable(variable, unsigned);
            }
            case Symbol.Text _ -> fail(name.span(), "'" + name.path() + "' is a text; compare it with a string");
        };
    }

    private @Nullable Node unary(Expr.Unary unary) {
        Node operand = node(unary.operand());
        if (operand == null) {
            return null;
        }
        if (unary.operator().equals("+")) {
            return operand;
        }
        // ~0U is a 32-bit number in C, though all arithmetic here has 64 bits
        boolean word = unary.operand() instanceof Expr.Literal number && number.word() && number.unsigned();
        Node node = new Node.Unary(unary.operator().charAt(0), operand);
        return fold(word && !unary.operator().equals("!") ? new Node.Narrow(node, 32, false) : node, operand);
    }

    private @Nullable Node binary(Expr.Binary binary) {
        if (binary.left() instanceof Expr.Text || binary.right() instanceof Expr.Text) {
            return textComparison(binary);
        }
        Node left = node(binary.left());
        Node right = node(binary.right());
        if (left == null || right == null) {
            return null;
        }
        boolean unsigned = left.unsigned() || right.unsigned();
        return switch (binary.operator()) {
            case "&&" -> fold(new Node.Logic(true, left, right), left, right);
            case "||" -> fold(new Node.Logic(false, left, right), left, right);
            case "==" -> compare(Node.Relation.EQUAL, left, right);
            case "!=" -> compare(Node.Relation.NOT_EQUAL, left, right);
            case "<" -> compare(Node.Relation.LESS, left, right);
            case "<=" -> compare(Node.Relation.LESS_OR_EQUAL, left, right);
            case ">" -> compare(Node.Relation.GREATER, left, right);
            case ">=" -> compare(Node.Relation.GREATER_OR_EQUAL, left, right);
            case "+" -> compute(Node.Operator.ADD, left, right, unsigned);
            case "-" -> compute(Node.Operator.SUBTRACT, left, right, unsigned);
            case "*" -> compute(Node.Operator.MULTIPLY, left, right, unsigned);
            case "/" -> divide(Node.Operator.DIVIDE, left, right, unsigned, binary.right().span());
            case "%" -> divide(Node.Operator.REMAINDER, left, right, unsigned, binary.right().span());
            case "&" -> compute(Node.Operator.AND, left, right, unsigned);
            case "|" -> compute(Node.Operator.OR, left, right, unsigned);
            case "^" -> compute(Node.Operator.XOR, left, right, unsigned);
            case "<<" -> compute(Node.Operator.SHIFT_LEFT, left, right, left.unsigned());
            case ">>" -> compute(Node.Operator.SHIFT_RIGHT, left, right, left.unsigned());
            default -> fail(binary.span(), "the operator " + binary.operator() + " is not known here");
        };
    }

    private @Nullable Node textComparison(Expr.Binary binary) {
        boolean leftIsText = binary.left() instanceof Expr.Text;
        Expr other = leftIsText ? binary.right() : binary.left();
        Expr string = leftIsText ? binary.left() : binary.right();
        boolean equality = binary.operator().equals("==") || binary.operator().equals("!=");
        if (equality && string instanceof Expr.Text text && other instanceof Expr.Name name) {
            Optional<Symbol> symbol = symbols.find(name.path());
            if (symbol.isPresent() && symbol.get() instanceof Symbol.Text(int variable)) {
                variables.set(variable);
                return new Node.TextEquals(variable, text.value(), binary.operator().equals("!="));
            }
            return symbol.isPresent()
                    ? fail(name.span(), "'" + name.path() + "' is a number; compare it with a number"
                            + (symbols.find(text.value()).isPresent()
                                    ? ", as in " + name.path() + " "
                                            + binary.operator() + " " + text.value()
                                    : ""))
                    : name(name);
        }
        return fail(binary.span(), "a string can only be compared with a text, by == or !=");
    }

    private @Nullable Node choice(Expr.Conditional choice) {
        Node condition = node(choice.condition());
        Node then = node(choice.then());
        Node otherwise = node(choice.otherwise());
        return condition == null || then == null || otherwise == null
                ? null
                : fold(new Node.Choice(condition, then, otherwise), condition, then, otherwise);
    }

    private @Nullable Node cast(Expr.Cast cast) {
        Node operand = node(cast.operand());
        Optional<Type> type = cast.type().dimensions().isEmpty() && cast.type().pointers() == 0
                ? BuiltinTypes.find(cast.type().name()).map(Type::bare)
                : Optional.empty();
        if (type.isEmpty() || !(type.get() instanceof Type.Int number)) {
            return fail(cast.type().span(), "only a cast to an integer type is known here");
        }
        if (operand == null) {
            return null;
        }
        int bits = Math.min(64, symbols.abi().sizeOf(number.kind()) * 8);
        return fold(new Node.Narrow(operand, bits, symbols.abi().isSigned(number.kind())), operand);
    }

    private @Nullable Node sizeOf(Expr.TypeName type) {
        OptionalLong size = size(type);
        return size.isPresent()
                ? new Node.Constant(size.getAsLong(), true)
                : fail(type.span(), symbols.unmeasured(type));
    }

    private OptionalLong size(Expr.TypeName type) {
        long count = 1;
        for (Expr dimension : type.dimensions()) {
            Node length = node(dimension);
            if (!(length instanceof Node.Constant(long value, boolean _)) || value < 0 || value > 1 << 20) {
                return OptionalLong.empty();
            }
            count *= value;
        }
        if (type.pointers() > 0) {
            return OptionalLong.of(count * symbols.abi().pointerSize());
        }
        OptionalLong declared = symbols.sizeOf(new Expr.TypeName(type.name(), 0, List.of(), type.span()));
        OptionalLong size = declared.isPresent()
                ? declared
                : BuiltinTypes.find(type.name())
                        .map(found -> OptionalLong.of(new LayoutEngine(symbols.abi()).sizeOf(found)))
                        .orElse(OptionalLong.empty());
        return size.isPresent() ? OptionalLong.of(count * size.getAsLong()) : size;
    }

    /** The number makers of asm-generic/ioctl.h: bits 0-7 number, 8-15 type, 16-29 size, 30-31 direction. */
    private @Nullable Node call(Expr.Call call) {
        return switch (call.name()) {
            case "_IO" -> ioctl(call, 0, 2);
            case "_IOW" -> ioctl(call, 1, 3);
            case "_IOR" -> ioctl(call, 2, 3);
            case "_IOWR" -> ioctl(call, 3, 3);
            case "offsetof", "__builtin_offsetof" -> offsetOf(call);
            case "BIT", "_BITUL", "_BITULL", "BIT_ULL" -> bit(call);
            default -> switch (symbols.call(call)) {
                case Symbols.Called.Value(long value) -> new Node.Constant(value, false);
                case Symbols.Called.Unknown(String why) -> fail(call.span(), why);
            };
        };
    }

    private @Nullable Node offsetOf(Expr.Call call) {
        Optional<Expr.TypeName> type = call.arguments().size() == 2
                ? typeOf(call.arguments().getFirst())
                : Optional.empty();
        if (type.isEmpty() || !(call.arguments().get(1) instanceof Expr.Argument.Value(Expr.Name member))) {
            return fail(call.span(), call.name() + " takes a type and a member of it, as in " + call.name()
                    + "(struct name, member)");
        }
        OptionalLong offset = symbols.offsetOf(type.get(), member.path());
        if (offset.isPresent()) {
            return new Node.Constant(offset.getAsLong(), true);
        }
        return size(type.get()).isEmpty()
                ? fail(type.get().span(), symbols.unmeasured(type.get()))
                : fail(member.span(), type.get().name() + " has no member '" + member.path()
                        + "' that starts at a byte");
    }

    private static Optional<Expr.TypeName> typeOf(Expr.Argument argument) {
        return switch (argument) {
            case Expr.Argument.OfType(Expr.TypeName type) -> Optional.of(type);
            case Expr.Argument.Value(Expr.Name name) ->
                Optional.of(new Expr.TypeName(name.path(), 0, List.of(), name.span()));
            case Expr.Argument.Value _ -> Optional.empty();
        };
    }

    private @Nullable Node bit(Expr.Call call) {
        if (call.arguments().size() != 1 || !(call.arguments().getFirst() instanceof Expr.Argument.Value(Expr n))) {
            return fail(call.span(), call.name() + " takes one number");
        }
        Node shift = node(n);
        return shift == null
                ? null
                : compute(Node.Operator.SHIFT_LEFT, new Node.Constant(1, true), shift, true);
    }

    private @Nullable Node ioctl(Expr.Call call, int direction, int count) {
        if (call.arguments().size() != count) {
            return fail(call.span(), call.name() + " takes " + count + " arguments: a type character, a number"
                    + (count == 3 ? ", a type" : ""));
        }
        long type = part(call.arguments().get(0), 0xFF, "the type character");
        long number = part(call.arguments().get(1), 0xFF, "the number");
        long size = count == 3 ? argumentSize(call.arguments().get(2), call.span()) : 0;
        if (type < 0 || number < 0 || size < 0) {
            return null;
        }
        return new Node.Constant((long) direction << 30 | size << 16 | type << 8 | number, false);
    }

    private long part(Expr.Argument argument, long most, String what) {
        if (argument instanceof Expr.Argument.Value(Expr expression)) {
            Node node = node(expression);
            if (node instanceof Node.Constant(long value, boolean _) && value >= 0 && value <= most) {
                return value;
            }
            if (node != null) {
                fail(expression.span(), what + " of an ioctl number is a constant from 0 to " + most);
            }
        } else if (argument instanceof Expr.Argument.OfType(Expr.TypeName type)) {
            fail(type.span(), what + " of an ioctl number is a constant, not a type");
        }
        return -1;
    }

    private long argumentSize(Expr.Argument argument, Span span) {
        OptionalLong size = typeOf(argument).map(this::size).orElse(OptionalLong.empty());
        if (size.isEmpty() || size.getAsLong() > 0x3FFF) {
            fail(span, "the last argument of an ioctl number is a type whose size is known and below 16384 bytes");
            return -1;
        }
        return size.getAsLong();
    }

    private @Nullable Node divide(Node.Operator operator, Node left, Node right, boolean unsigned, Span divisor) {
        if (right instanceof Node.Constant(long value, boolean _) && value == 0) {
            return fail(divisor, "this divides by zero");
        }
        return compute(operator, left, right, unsigned);
    }

    private static Node compute(Node.Operator operator, Node left, Node right, boolean unsigned) {
        return fold(new Node.Arithmetic(operator, left, right, unsigned), left, right);
    }

    private static Node compare(Node.Relation relation, Node left, Node right) {
        return fold(new Node.Comparison(relation, left, right), left, right);
    }

    private static Node fold(Node node, Node... operands) {
        for (Node operand : operands) {
            if (!(operand instanceof Node.Constant)) {
                return node;
            }
        }
        return new Node.Constant(node.evaluate(Values.NONE), node.unsigned());
    }

    private @Nullable Node fail(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
        return null;
    }
}

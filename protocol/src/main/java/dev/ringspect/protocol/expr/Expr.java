package dev.ringspect.protocol.expr;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/** A C expression as written. */
public sealed interface Expr {
    /** The range it was written in. */
    Span span();

    /**
     * A number or a character constant.
     *
     * @param unsigned whether C gives it an unsigned type
     * @param word whether C gives it a 32-bit type
     */
    record Literal(long value, boolean unsigned, boolean word, Span span) implements Expr {}

    /** A string. */
    record Text(String value, Span span) implements Expr {}

    /** A name with its qualifiers and constant indexes, {@code sqe.level}, {@code hdr.flags}, {@code q[2].tag}. */
    record Name(String path, Span span) implements Expr {}

    /** An operator with one operand: {@code - + ! ~}. */
    record Unary(String operator, Expr operand, Span span) implements Expr {}

    /** An operator with two operands. */
    record Binary(String operator, Expr left, Expr right, Span span) implements Expr {}

    /** {@code condition ? then : otherwise}. */
    record Conditional(Expr condition, Expr then, Expr otherwise, Span span) implements Expr {}

    /** {@code (type) operand}. */
    record Cast(TypeName type, Expr operand, Span span) implements Expr {}

    /** {@code sizeof(type)}. */
    record SizeOf(TypeName type, Span span) implements Expr {}

    /** {@code name(arguments)}: the number makers {@code _IO}, {@code _IOR}, {@code _IOW}, {@code _IOWR}. */
    record Call(String name, List<Argument> arguments, Span span) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** What stands between the parentheses of a call. */
    sealed interface Argument {
        /** A value. */
        record Value(Expr expression) implements Argument {}

        /** A type. */
        record OfType(TypeName type) implements Argument {}
    }

    /**
     * A type's name.
     *
     * @param name {@code struct point}, {@code unsigned int}, {@code __u32}; words separated by one space
     * @param pointers number of {@code *} after it
     * @param dimensions array lengths after it
     */
    record TypeName(String name, int pointers, List<Expr> dimensions, Span span) {
        public TypeName {
            dimensions = List.copyOf(dimensions);
        }
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;
import java.util.List;

import dev.ringspect.protocol.text.Span;

/** A constant expression as Rust source writes it, not evaluated. */
public sealed interface RustExpr {
    /** Where it stands. */
    Span span();

    /** A number, a character or a byte; {@code suffix} is its type, empty when none is written. */
    record Literal(BigInteger value, String suffix, Span span) implements RustExpr {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value, Span span) implements RustExpr {}

    /** A constant, a variant, an associated constant. */
    record Path(List<RustType.Segment> segments, Span span) implements RustExpr {
        public Path {
            segments = List.copyOf(segments);
        }
    }

    /** {@code -x} or {@code !x}. */
    record Unary(char operator, RustExpr operand, Span span) implements RustExpr {}

    /** {@code left operator right}. */
    record Binary(String operator, RustExpr left, RustExpr right, Span span) implements RustExpr {}

    /** {@code x as T}. */
    record Cast(RustExpr operand, RustType type, Span span) implements RustExpr {}

    /** {@code f::<T>()} with {@code arguments} values. */
    record Call(Path function, List<RustExpr> arguments, Span span) implements RustExpr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code offset_of!(T, field)}. */
    record OffsetOf(RustType type, String field, Span span) implements RustExpr {}

    /** Something else; {@code what} says what, as in "a block". */
    record Other(String what, Span span) implements RustExpr {}
}

package dev.ringspect.protocol.syntax.rust;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/** A type as Rust source writes it, not resolved. */
public sealed interface RustType {
    /** Where it stands. */
    Span span();

    /** {@code a::b::Name<T, 4>}. */
    record Path(List<Segment> segments, Span span) implements RustType {
        public Path {
            segments = List.copyOf(segments);
        }

        Segment last() {
            return segments.getLast();
        }
    }

    /** {@code [T; N]}. */
    record Array(RustType element, RustExpr length, Span span) implements RustType {}

    /** {@code [T]}. */
    record Slice(RustType element, Span span) implements RustType {}

    /** {@code (A, B)}; {@code ()} has no elements. */
    record Tuple(List<RustType> elements, Span span) implements RustType {
        public Tuple {
            elements = List.copyOf(elements);
        }
    }

    /** A raw pointer or a reference; references are never null. */
    record Pointer(RustType target, boolean reference, Span span) implements RustType {}

    /** A pointer to a function. */
    record Function(Span span) implements RustType {}

    /** {@code !}. */
    record Never(Span span) implements RustType {}

    /** {@code dyn Trait}. */
    record TraitObject(Span span) implements RustType {}

    /** Something else; {@code what} says what, as in "the type of a macro". */
    record Other(String what, Span span) implements RustType {}

    /** One name of a path with its generic arguments; lifetimes are left out. */
    record Segment(String name, List<Argument> arguments) {
        public Segment {
            arguments = List.copyOf(arguments);
        }
    }

    /** A generic argument. */
    sealed interface Argument {
        /** A type; a single name may as well be a constant's. */
        record OfType(RustType type) implements Argument {}

        /** A constant. */
        record OfValue(RustExpr value) implements Argument {}
    }
}

package dev.ringspect.protocol.syntax.rust;

/** An expression of which the type may be told without knowing other files. References are left out. */
public sealed interface RustOperand {
    /** A name. */
    record Named(String name) implements RustOperand {}

    /** {@code of.name}. */
    record Field(RustOperand of, String name) implements RustOperand {}

    /** A value whose type stands in it: {@code Point { .. }}, {@code Point::new(..)} with {@code Self} as result. */
    record Of(RustType type) implements RustOperand {}

    /** The result of a call of {@code function}, or of a function of the type {@code function} but its last name. */
    record Called(RustType.Path function) implements RustOperand {}
}

package dev.ringspect.protocol.expr;

/** What a name in an expression stands for. */
public sealed interface Symbol {
    /** A number that is known when the expression is compiled. */
    record Constant(long value, boolean unsigned) implements Symbol {}

    /**
     * A number that each request has anew.
     *
     * @param variable the number that {@link Values#number} is asked with
     * @param unsigned whether it is an unsigned 64-bit number; narrower ones are signed 64-bit numbers by C's rules
     */
    record Variable(int variable, boolean unsigned) implements Symbol {}

    /** A text that each request has anew; it can be compared with a string. */
    record Text(int variable) implements Symbol {}
}

package dev.ringspect.protocol.syntax.c;

import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/** What a declarator makes of its base type, one step. */
public sealed interface Derivation {
    /** {@code *}. */
    record Pointer() implements Derivation {}

    /** {@code [length]}; without a length {@code []}. */
    record Array(Optional<Expr> length, Span span) implements Derivation {}

    /** {@code (parameters)}. */
    record Function() implements Derivation {}
}

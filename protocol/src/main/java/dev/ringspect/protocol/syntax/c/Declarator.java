package dev.ringspect.protocol.syntax.c;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/**
 * One declared name with what belongs to it.
 *
 * @param name the name; empty for a bit-field without one
 * @param derivations from the name outward: {@code *x[3]} is an array, then a pointer
 * @param bitWidth width of a bit-field
 * @param attributes attributes of this name alone
 */
public record Declarator(Optional<Name> name, List<Derivation> derivations, Optional<Expr> bitWidth,
        List<Attribute> attributes, Span span) {
    public Declarator {
        derivations = List.copyOf(derivations);
        attributes = List.copyOf(attributes);
    }
}

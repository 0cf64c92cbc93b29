package dev.ringspect.protocol.syntax.c;

import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/**
 * An attribute that matters to a layout.
 *
 * @param name {@code packed} or {@code aligned}, without underscores
 * @param argument what stands in its parentheses
 */
public record Attribute(String name, Optional<Expr> argument, Span span) {}

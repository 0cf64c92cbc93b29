package dev.ringspect.protocol.syntax.c;

import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Span;

/**
 * An attribute that matters to a layout.
 *
 * @param name {@code packed}, {@code aligned} and so on, without underscores; {@code atomic} for the qualifier
 * @param argument what stands in its parentheses
 */
public record Attribute(String name, Optional<Expr> argument, Span span) {}

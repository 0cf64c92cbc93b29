package dev.ringspect.protocol.model;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/**
 * What must hold for every request of a command.
 *
 * @param condition the expression; a value it needs and that a request does not have makes the check not apply
 * @param severity how much a failure matters
 * @param text what a failure means, in the author's words; the expression itself where none were given
 * @param where the expression in its text
 */
public record Check(Expr condition, Severity severity, String text, Location where) {}

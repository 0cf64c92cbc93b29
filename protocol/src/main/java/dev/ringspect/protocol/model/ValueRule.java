package dev.ringspect.protocol.model;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.text.Location;

/**
 * A number that a {@code refine} makes of several members.
 *
 * @param struct tag of the struct
 * @param name what it is called, beside the members
 * @param expression how it is made; it names members of the struct, bits of them, values before it, and constants
 * @param where its name
 */
public record ValueRule(String struct, String name, Expr expression, Location where) {}

/** The one expression language: constants in declarations, checks on commands, filters on traffic. */
@NullMarked
package dev.ringspect.protocol.expr;

import org.jspecify.annotations.NullMarked;

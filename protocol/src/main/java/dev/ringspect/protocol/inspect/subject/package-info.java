/**
 * What static inspections look at: one text with the structs and commands in it that matter, and the remarks that
 * silence findings.
 */
@NullMarked
package dev.ringspect.protocol.inspect.subject;

import org.jspecify.annotations.NullMarked;

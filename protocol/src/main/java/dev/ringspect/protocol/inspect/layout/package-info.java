/** Inspections of how structs are laid out. */
@NullMarked
package dev.ringspect.protocol.inspect.layout;

import org.jspecify.annotations.NullMarked;

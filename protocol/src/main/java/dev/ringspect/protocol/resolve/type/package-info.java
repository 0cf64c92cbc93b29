/** Finds the types and constants that a protocol names: in its own text, in headers, Rust sources and BTF. */
@NullMarked
package dev.ringspect.protocol.resolve.type;

import org.jspecify.annotations.NullMarked;

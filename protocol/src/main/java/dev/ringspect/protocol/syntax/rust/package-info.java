/** Rust source: text in; items, driver calls and the layouts that Rust promises out. */
@NullMarked
package dev.ringspect.protocol.syntax.rust;

import org.jspecify.annotations.NullMarked;

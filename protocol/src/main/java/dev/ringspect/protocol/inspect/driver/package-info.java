/** Inspections of a driver's C and Rust code. */
@NullMarked
package dev.ringspect.protocol.inspect.driver;

import org.jspecify.annotations.NullMarked;

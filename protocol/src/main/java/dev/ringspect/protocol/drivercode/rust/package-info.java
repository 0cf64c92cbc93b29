/** A driver's Rust code as commands see it: the types of its calls and values. */
@NullMarked
package dev.ringspect.protocol.drivercode.rust;

import org.jspecify.annotations.NullMarked;

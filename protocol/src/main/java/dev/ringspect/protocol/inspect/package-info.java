/** Inspections, static and on traffic, and what they find. */
@NullMarked
package dev.ringspect.protocol.inspect;

import org.jspecify.annotations.NullMarked;

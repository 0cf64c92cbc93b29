/** A ring of one's own: set up with any flags, submit, reap. */
@NullMarked
package dev.ringspect.tracer.ring;

import org.jspecify.annotations.NullMarked;

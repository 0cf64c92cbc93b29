/** Events of the running kernel, read in place, and commands that are traced from their first submission. */
@NullMarked
package dev.ringspect.tracer.capture;

import org.jspecify.annotations.NullMarked;

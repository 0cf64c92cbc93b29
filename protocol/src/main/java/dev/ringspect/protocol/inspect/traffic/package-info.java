/** Inspections of requests: what the kernel refused and why, and what a declaration asks of every request. */
@NullMarked
package dev.ringspect.protocol.inspect.traffic;

import org.jspecify.annotations.NullMarked;

/** A capture session: where events come from, and who reads the requests they make. */
@NullMarked
package dev.ringspect.tracer.session;

import org.jspecify.annotations.NullMarked;

/** Tests against the running kernel, held against programs in C that say what they did. */
@NullMarked
package dev.ringspect.tracer.live;

import org.jspecify.annotations.NullMarked;

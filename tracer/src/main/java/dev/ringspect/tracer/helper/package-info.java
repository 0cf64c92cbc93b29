/** The privileged helper: found, started, greeted, watched, ended. */
@NullMarked
package dev.ringspect.tracer.helper;

import org.jspecify.annotations.NullMarked;

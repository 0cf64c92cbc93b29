/** Capture sessions behind the editor, and the traffic they saw as plain data. */
@NullMarked
package dev.ringspect.server.live;

import org.jspecify.annotations.NullMarked;

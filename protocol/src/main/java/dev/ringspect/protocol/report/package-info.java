/** Requests as text for machines: JSON lines. May use every other package of this module. */
@NullMarked
package dev.ringspect.protocol.report;

import org.jspecify.annotations.NullMarked;

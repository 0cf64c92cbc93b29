/** {@code ringspect trace}: a session from its options to its last line. */
@NullMarked
package dev.ringspect.server.cli.trace;

import org.jspecify.annotations.NullMarked;

/** {@code ringspect fmt}: the formatter of the layout language. */
@NullMarked
package dev.ringspect.server.cli.fmt;

import org.jspecify.annotations.NullMarked;

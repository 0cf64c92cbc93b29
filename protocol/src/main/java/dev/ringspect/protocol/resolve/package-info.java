/** Makes a protocol of a parsed file: imports, names, commands, and what of it cannot be resolved. */
@NullMarked
package dev.ringspect.protocol.resolve;

import org.jspecify.annotations.NullMarked;

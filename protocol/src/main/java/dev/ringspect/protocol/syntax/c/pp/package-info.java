/** The C preprocessor: files and their includes in, one text of tokens out, each of which knows where it came from. */
@NullMarked
package dev.ringspect.protocol.syntax.c.pp;

import org.jspecify.annotations.NullMarked;

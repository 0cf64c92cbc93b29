/** C declarations: text in, tree and problems out. */
@NullMarked
package dev.ringspect.protocol.syntax.c;

import org.jspecify.annotations.NullMarked;

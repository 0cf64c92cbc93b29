/** C: declarations as a tree, and whole translation units as types. Text in, value and problems out. */
@NullMarked
package dev.ringspect.protocol.syntax.c;

import org.jspecify.annotations.NullMarked;

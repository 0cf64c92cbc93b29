/** The layout language: text in, tree and problems out. */
@NullMarked
package dev.ringspect.protocol.syntax.uring;

import org.jspecify.annotations.NullMarked;

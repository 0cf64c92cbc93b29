/** A decoder compiled from the model: what the bytes of a command mean. */
@NullMarked
package dev.ringspect.protocol.decode;

import org.jspecify.annotations.NullMarked;

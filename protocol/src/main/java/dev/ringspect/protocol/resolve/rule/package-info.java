/** Makes the rules of a protocol's {@code refine} blocks: meanings, values, variants. */
@NullMarked
package dev.ringspect.protocol.resolve.rule;

import org.jspecify.annotations.NullMarked;

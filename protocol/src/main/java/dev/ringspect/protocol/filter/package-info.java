/** The expressions that traffic is filtered by, and what of one the kernel decides. */
@NullMarked
package dev.ringspect.protocol.filter;

import org.jspecify.annotations.NullMarked;

/** Changes of declarations that several inspections offer. */
@NullMarked
package dev.ringspect.protocol.inspect.fix;

import org.jspecify.annotations.NullMarked;

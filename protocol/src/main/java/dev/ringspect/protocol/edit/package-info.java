/** Changes of declarations as data: what to replace in which text, for quick fixes and for generated forms. */
@NullMarked
package dev.ringspect.protocol.edit;

import org.jspecify.annotations.NullMarked;

/** Text as data: positions, problems, edits. Depends on nothing. */
@NullMarked
package dev.ringspect.protocol.text;

import org.jspecify.annotations.NullMarked;

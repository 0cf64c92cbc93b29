/** What can be typed next in a protocol file. It looks at tokens, so that it helps while the file is broken. */
@NullMarked
package dev.ringspect.server.feature.completion;

import org.jspecify.annotations.NullMarked;

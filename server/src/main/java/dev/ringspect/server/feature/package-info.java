/** Editor features: each a pure function of a snapshot, in offsets and plain data. */
@NullMarked
package dev.ringspect.server.feature;

import org.jspecify.annotations.NullMarked;

/** Measurements beside peers. */
@NullMarked
package dev.ringspect.bench;

import org.jspecify.annotations.NullMarked;

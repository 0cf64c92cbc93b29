/** Headers of Debian packages that are not installed, for tests to compare with. */
@NullMarked
package dev.ringspect.protocol.debian;

import org.jspecify.annotations.NullMarked;

/** {@code ringspect doctor}: what of this machine Ringspect can use, and what to do about the rest. */
@NullMarked
package dev.ringspect.server.cli.doctor;

import org.jspecify.annotations.NullMarked;

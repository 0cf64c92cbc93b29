/** {@code ringspect demo}: real traffic, seen and decoded. */
@NullMarked
package dev.ringspect.server.cli.demo;

import org.jspecify.annotations.NullMarked;

/** {@code ringspect layout}: structs as each ABI lays them out. */
@NullMarked
package dev.ringspect.server.cli.layout;

import org.jspecify.annotations.NullMarked;

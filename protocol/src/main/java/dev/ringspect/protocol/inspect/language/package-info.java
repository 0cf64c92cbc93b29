/** Inspections of what a protocol file says: its names, imports, devices and checks. */
@NullMarked
package dev.ringspect.protocol.inspect.language;

import org.jspecify.annotations.NullMarked;

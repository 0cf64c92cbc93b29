/** The ways through a C driver's functions, and what happens to a command along them. */
@NullMarked
package dev.ringspect.protocol.drivercode.flow;

import org.jspecify.annotations.NullMarked;

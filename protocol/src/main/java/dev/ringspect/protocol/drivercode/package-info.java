/**
 * A driver's C code as commands see it: which structs it lays over payloads and pdus, and what it does for each
 * command.
 */
@NullMarked
package dev.ringspect.protocol.drivercode;

import org.jspecify.annotations.NullMarked;

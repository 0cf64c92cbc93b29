/** Inspections of commands: their numbers, payloads, the SQE's words and results. */
@NullMarked
package dev.ringspect.protocol.inspect.command;

import org.jspecify.annotations.NullMarked;

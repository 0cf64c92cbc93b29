/** The command line as a user runs it, in a process of its own, on the running kernel. */
@NullMarked
package dev.ringspect.server.endtoend;

import org.jspecify.annotations.NullMarked;

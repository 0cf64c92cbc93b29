/** The command line: a class for each subcommand, and what they share. */
@NullMarked
package dev.ringspect.server.cli;

import org.jspecify.annotations.NullMarked;

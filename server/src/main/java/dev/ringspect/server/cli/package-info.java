/** The command line: the list of subcommands, each of which has a package of its own below. */
@NullMarked
package dev.ringspect.server.cli;

import org.jspecify.annotations.NullMarked;

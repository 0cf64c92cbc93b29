/** What all subcommands share: the terminal, exit codes, whole files, and how places and files are named to a user. */
@NullMarked
package dev.ringspect.server.cli.terminal;

import org.jspecify.annotations.NullMarked;

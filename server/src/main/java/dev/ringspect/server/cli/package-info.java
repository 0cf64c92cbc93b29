/** The command line: one class per subcommand. */
@NullMarked
package dev.ringspect.server.cli;

import org.jspecify.annotations.NullMarked;

/** {@code ringspect check}: inspections of files and trees, as text, JSON and SARIF. */
@NullMarked
package dev.ringspect.server.cli.check;

import org.jspecify.annotations.NullMarked;

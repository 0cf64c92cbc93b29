/** The Language Server Protocol's edge: the only users of LSP4J. It dispatches and converts, and decides nothing else. */
@NullMarked
package dev.ringspect.server.lsp;

import org.jspecify.annotations.NullMarked;

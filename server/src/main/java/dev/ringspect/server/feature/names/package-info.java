/** Names of protocol files: where each is declared and used, and what an editor does with that. */
@NullMarked
package dev.ringspect.server.feature.names;

import org.jspecify.annotations.NullMarked;

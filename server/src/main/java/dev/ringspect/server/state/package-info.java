/** What the server knows: one writer, immutable snapshots, cancellation. Knows neither an editor's protocol nor the kernel. */
@NullMarked
package dev.ringspect.server.state;

import org.jspecify.annotations.NullMarked;

/** What words mean: the layout language's, and those of io_uring. */
@NullMarked
package dev.ringspect.server.feature.words;

import org.jspecify.annotations.NullMarked;

/** Statistics of traffic by command: counts, errors, latencies and the values of fields. */
@NullMarked
package dev.ringspect.protocol.statistics;

import org.jspecify.annotations.NullMarked;

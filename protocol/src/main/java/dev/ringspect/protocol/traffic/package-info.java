/** What the kernel did, as plain data: event records, requests, the correlator, statistics. */
@NullMarked
package dev.ringspect.protocol.traffic;

import org.jspecify.annotations.NullMarked;

package dev.ringspect.server.cli.trace;

import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.report.TraceSummary;

/** Puts requests on standard output, one after the other, and the summary after the last. */
interface RequestPrinter {
    /** One request. */
    void request(ReadRequest read);

    /** All requests that are there have been given; more may follow later. */
    void pause();

    /** The summary. */
    void end(TraceSummary summary);
}

package dev.ringspect.protocol.report;

import java.util.List;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;

/**
 * A request as the protocols in force read it: made once of each, for all who say something of it.
 *
 * @param request the request; what is borrowed of it stays so
 * @param command its command
 * @param findings what it shows by itself
 */
public record ReadRequest(RequestView request, ResolvedCommand command, List<Finding> findings) {
    public ReadRequest {
        findings = List.copyOf(findings);
    }

    /** A request that nothing reads. */
    public static ReadRequest unread(RequestView request) {
        return new ReadRequest(request, ResolvedCommand.NONE, List.of());
    }
}

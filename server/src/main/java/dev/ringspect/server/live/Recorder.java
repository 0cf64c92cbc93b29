package dev.ringspect.server.live;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.Subject;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.statistics.CommandStatistics;
import dev.ringspect.protocol.statistics.TrafficSummary;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.RequestSink;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.RequestLine;

/**
 * Counts a session's requests by the protocols in force. Requests come on the session's thread, where counting one
 * allocates nothing; protocols are changed and views are taken by others.
 */
final class Recorder implements RequestSink {
    private static final RequestLine UNKNOWN = new RequestLine(0, "?", "?", "?");

    private final int session;
    private final TrafficSummary summary = new TrafficSummary();
    private final Map<Long, RequestLine> firsts = new HashMap<>();
    private ProtocolSet protocols;
    private CommandResolver resolver;
    private final Optional<KernelRelease> kernel;
    private TrafficInspector inspector;
    private int findings;
    /** Findings about what the last change of the protocols left as it was, and what was seen of them before it. */
    private final Map<Finding, Seen> kept = new LinkedHashMap<>();

    /** @param first the first request that showed it */
    private record Seen(RequestLine first, long count) {
        Seen and(Seen later) {
            return new Seen(first, count + later.count);
        }
    }

    /**
     * Nothing counted yet.
     *
     * @param session the number of the session
     * @param kernel the kernel that serves the requests, where it is known
     */
    Recorder(int session, ProtocolSet protocols, Optional<KernelRelease> kernel) {
        this.session = session;
        this.protocols = protocols;
        this.kernel = kernel;
        this.resolver = new CommandResolver(protocols);
        this.inspector = new TrafficInspector(TrafficInspections.ALL, kernel);
    }

    @Override
    public synchronized void request(RequestView request) {
        ResolvedCommand resolved = resolver.resolve(request);
        summary.add(request, resolved);
        inspector.inspect(request, resolved);
        if (inspector.size() > findings) {
            findings = inspector.size();
            firsts.put(request.seq(), StatisticsView.line(request, resolved.command().map(CommandName::of)));
        }
    }

    /**
     * Reads requests by other protocols from now on. Fields that are what they were keep what was counted; what the
     * inspections found about a protocol that is another now is forgotten.
     */
    synchronized void use(ProtocolSet newer) {
        Map<Finding, Seen> found = found();
        kept.clear();
        found.forEach((finding, seen) -> {
            if (isSame(finding.subject(), newer) && kept.size() < TrafficInspector.FINDINGS_PER_INSPECTION) {
                kept.put(finding, seen);
            }
        });
        protocols = newer;
        resolver = new CommandResolver(newer);
        inspector = new TrafficInspector(TrafficInspections.ALL, kernel);
        findings = 0;
        firsts.clear();
        summary.use(newer);
    }

    /** How many requests came so far. */
    synchronized long requests() {
        return summary.requests();
    }

    /** Adds what was seen to the sums of all sessions, which read commands as the first of them that had requests. */
    synchronized void addTo(Map<CommandName, CommandStatistics> sums, List<TrafficView.TrafficFinding> all) {
        for (CommandStatistics command : summary.commands()) {
            if (command.requests() > 0) {
                sums.computeIfAbsent(CommandName.of(command.decoder().command()),
                        _ -> new CommandStatistics(command.decoder())).addAll(command);
            }
        }
        found().forEach((finding, seen) -> all.add(
                new TrafficView.TrafficFinding(session, finding, seen.first, seen.count)));
    }

    private Map<Finding, Seen> found() {
        Map<Finding, Seen> all = new LinkedHashMap<>(kept);
        for (TrafficFinding counted : inspector.findings()) {
            all.merge(counted.finding(),
                    new Seen(firsts.getOrDefault(counted.firstSeq(), UNKNOWN), counted.count()), Seen::and);
        }
        return all;
    }

    /** Whether what declares the subject is the same in {@code newer}, or nothing does. */
    // A protocol is made once of each version of its file.
    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(Subject subject, ProtocolSet newer) {
        return subject.declaredIn()
                .map(name -> protocols.protocol(name).orElse(null) == newer.protocol(name).orElse(null)).orElse(true);
    }
}

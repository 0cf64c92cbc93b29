package dev.ringspect.server.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.statistics.CommandStatistics;
import dev.ringspect.protocol.statistics.TrafficSummary;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.RequestSink;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandName;
import dev.ringspect.server.state.TrafficView.RequestLine;

/**
 * Counts a session's requests by the protocols in force. Requests come on the session's thread, where counting one
 * allocates nothing; protocols are changed and views are taken by others.
 */
final class Recorder implements RequestSink {
    private static final RequestLine UNKNOWN = new RequestLine(0, "?", "?", "?");

    private final TrafficSummary summary = new TrafficSummary();
    private final Map<Long, RequestLine> firsts = new HashMap<>();
    private ProtocolSet protocols;
    private CommandResolver resolver;
    private final Optional<KernelRelease> kernel;
    private TrafficInspector inspector;
    private int findings;

    /**
     * Nothing counted yet.
     *
     * @param kernel the kernel that serves the requests, where it is known
     */
    Recorder(ProtocolSet protocols, Optional<KernelRelease> kernel) {
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
            firsts.put(request.seq(), StatisticsView.line(request, resolved.command().map(Recorder::name)));
        }
    }

    private static CommandName name(Command command) {
        return new CommandName(command.protocol(), command.name());
    }

    /**
     * Reads requests by other protocols from now on. Fields that are what they were keep what was counted; what the
     * inspections found is forgotten, since it was about the declarations before.
     */
    synchronized void use(ProtocolSet newer) {
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
                sums.computeIfAbsent(name(command.decoder().command()),
                        _ -> new CommandStatistics(command.decoder())).addAll(command);
            }
        }
        inspector.findings().forEach(finding -> place(finding).ifPresent(all::add));
    }

    /** The finding with the declaration that it is about; empty when no command declares it. */
    private Optional<TrafficView.TrafficFinding> place(TrafficFinding counted) {
        Finding finding = counted.finding();
        return finding.where().flatMap(this::subject)
                .map(subject -> new TrafficView.TrafficFinding(finding.id(), finding.severity(), finding.message(),
                        subject.command, subject.field, firsts.getOrDefault(counted.firstSeq(), UNKNOWN),
                        counted.count()));
    }

    /** What stands at a place: a field of a command, or a command or a part of it. */
    private record Subject(CommandName command, Optional<FieldPath> field) {}

    private Optional<Subject> subject(Location where) {
        Optional<ProtocolModel> model = protocols.model(where.source());
        List<FieldPath> uses = model.map(known -> known.usesOf(where)).orElse(List.of());
        if (!uses.isEmpty()) {
            FieldPath field = uses.getFirst();
            return Optional.of(new Subject(new CommandName(field.protocol(), field.command()), Optional.of(field)));
        }
        List<Command> declared = model.flatMap(ProtocolModel::protocol).map(Protocol::commands).orElse(List.of());
        return declared.stream().filter(command -> places(command).contains(where)).findFirst()
                .map(command -> new Subject(name(command), Optional.empty()));
    }

    private static List<Location> places(Command command) {
        List<Location> places = new ArrayList<>();
        places.add(command.where());
        command.errors().forEach(error -> places.add(error.where()));
        command.checks().forEach(check -> places.add(check.where()));
        return places;
    }
}

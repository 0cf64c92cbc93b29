package dev.ringspect.server.cli.trace;

import java.nio.file.Path;
import java.util.List;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.report.FoundAt;
import dev.ringspect.protocol.report.ReadRequest;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;
import dev.ringspect.server.cli.terminal.FindingPlaces;

/** What a session's requests mean, by the protocols in force; used by one thread. */
public final class RequestReading {
    private final FindingPlaces places;
    private final CommandResolver resolver;
    private final TrafficInspector inspector;
    private final boolean counts;

    /**
     * A reading.
     *
     * @param kernel the release of the kernel that serves the requests
     * @param counts whether {@link #findings} is asked for
     */
    public RequestReading(LoadedProtocols meanings, String kernel, boolean counts) {
        places = new FindingPlaces(meanings::text, Path.of("").toAbsolutePath());
        resolver = new CommandResolver(meanings.protocols());
        Placement placement = new Placement(meanings.protocols().models(), new Silence(meanings::text));
        inspector = new TrafficInspector(TrafficInspections.ALL, KernelRelease.parse(kernel), placement::place);
        this.counts = counts;
    }

    /** The command of a request: all that a filter needs. */
    ResolvedCommand command(Request request) {
        return resolver.resolve(request);
    }

    /** Reads a request. */
    public ReadRequest read(Request request) {
        return read(request, command(request));
    }

    /** Reads a request whose command was asked for before. */
    ReadRequest read(Request request, ResolvedCommand command) {
        return new ReadRequest(request, command, counts
                ? inspector.countedFindingsOf(request, command)
                : inspector.findingsOf(request, command));
    }

    /** What all requests so far have shown, where that is counted. */
    public List<TrafficFinding> findings() {
        return inspector.findings();
    }

    /** A finding on one line, with its place. */
    public String line(Finding finding) {
        String where = finding.where().map(location -> "  (" + places.of(location).display() + ")").orElse("");
        return finding.severity().word() + " " + finding.id() + ": " + RequestText.printable(finding.message()) + where;
    }

    /** Where a place is. */
    FoundAt at(Location where) {
        return places.of(where);
    }
}

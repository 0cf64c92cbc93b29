package dev.ringspect.server.cli.trace;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.DecodedCommand;
import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.inspect.traffic.TrafficInspector;
import dev.ringspect.protocol.report.DecodedDetails;
import dev.ringspect.protocol.report.LineBuffer;
import dev.ringspect.protocol.report.RequestDetails;
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
    private final CommandBytes bytes = new CommandBytes();

    /**
     * A reading.
     *
     * @param kernel the release of the kernel that serves the requests
     */
    public RequestReading(LoadedProtocols meanings, String kernel) {
        places = new FindingPlaces(meanings::text, Path.of("").toAbsolutePath());
        resolver = new CommandResolver(meanings.protocols());
        Placement placement = new Placement(meanings.protocols().models(), new Silence(meanings::text));
        inspector = new TrafficInspector(TrafficInspections.ALL, KernelRelease.parse(kernel), placement::place);
    }

    /** The command of a request. */
    ResolvedCommand command(Request request) {
        return resolver.resolve(request);
    }

    /** Writes the name of a command for a person: {@code demo.IO}; nothing for what is none. */
    public void name(LineBuffer out, Request request) {
        if (!request.isUringCmd()) {
            return;
        }
        ResolvedCommand command = resolver.resolve(request);
        if (command.protocol().isPresent()) {
            out.write(command.protocol().get().name());
            out.write('.');
        }
        if (command.command().isPresent()) {
            out.write(command.command().get().name());
        } else {
            out.write(command.protocol().isPresent() ? "? cmd_op 0x" : "cmd_op 0x");
            out.write(Integer.toHexString(request.cmdOp()));
        }
    }

    /** Writes the decoded fields; nothing when none are declared, or the SQE was not seen. */
    public void values(LineBuffer out, Request request) {
        Optional<CommandDecoder> decoder = resolver.resolve(request).decoder();
        if (decoder.isEmpty() || request.sqeSize() == 0) {
            return;
        }
        DecodedCommand decoded = request.hasResult()
                ? decoder.get().decode(request.sqe(bytes), request.res(),
                        request.cqeFlags(), request.bigCqe0(), request.bigCqe1(), request.isCqe32())
                : decoder.get().decode(request.sqe(bytes));
        ValueText.write(out, decoded);
        if (request.pduSize() > 0 && decoder.get().pdu().isPresent()) {
            out.write(" pdu={");
            ValueText.write(out, decoder.get().pdu().get().members(request.pdu(bytes)));
            out.write('}');
        }
    }

    /** Counts what the request shows. */
    public void inspect(Request request) {
        inspector.inspect(request, resolver.resolve(request));
    }

    /** What the request shows by itself. */
    public List<Finding> findings(Request request) {
        return inspector.findingsOf(request, resolver.resolve(request));
    }

    /** What all requests so far have shown. */
    public List<TrafficFinding> findings() {
        return inspector.findings();
    }

    /** A finding on one line, with its place. */
    public String line(Finding finding) {
        String where = finding.where().map(location -> "  (" + places.of(location).display() + ")").orElse("");
        return finding.severity().word() + " " + finding.id() + ": " + RequestText.printable(finding.message()) + where;
    }

    /** Writes the same into JSON lines. */
    RequestDetails details() {
        return new DecodedDetails(resolver, inspector, places::of);
    }
}

package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.TrafficFinding;

/** What the traffic proved about declarations, on the lines that declare them now. */
public final class TrafficDiagnostics {
    private TrafficDiagnostics() {}

    /** The markers of every text that has some, by the text's URI. A finding whose declaration is gone has none. */
    public static Map<String, List<Marker>> of(Snapshot at, Cancel cancel) {
        Map<String, List<Marker>> markers = new TreeMap<>();
        Silence silence = new Silence(at.texts()::imported);
        for (TrafficFinding finding : at.traffic().findings()) {
            cancel.check();
            place(at, finding, silence).ifPresent(where -> at.inspections(where.source())
                    .levelOf(finding.id(), finding.severity())
                    .ifPresent(severity -> markers.computeIfAbsent(where.source(), _ -> new ArrayList<>())
                            .add(new Marker(where.span(), severity, Optional.of(finding.id()), message(finding),
                                    List.of()))));
        }
        return markers;
    }

    /** Where the finding stands now; empty where nothing declares it any more, or a remark silences it. */
    private static Optional<Location> place(Snapshot at, TrafficFinding finding, Silence silence) {
        for (Analysis file : at.texts().protocolFiles()) {
            ProtocolModel model = file.model();
            Optional<Location> where = finding.field().flatMap(model::locate).or(() -> command(model, finding));
            if (where.isPresent()) {
                return where.filter(place -> !silence.covers(finding.id(), place)
                        && rules(model, finding).noneMatch(rule -> silence.covers(finding.id(), rule)));
            }
        }
        return Optional.empty();
    }

    /** The rules of the protocol that are about the finding's field. */
    private static Stream<Location> rules(ProtocolModel model, TrafficFinding finding) {
        String path = finding.field().map(FieldPath::path).orElse("");
        return path.isEmpty()
                ? Stream.empty()
                : model.protocol().stream().flatMap(protocol -> protocol.rules().stream())
                        .filter(rule -> path.equals(rule.member()) || path.endsWith("." + rule.member()))
                        .map(FieldRule::where);
    }

    private static Optional<Location> command(ProtocolModel model, TrafficFinding finding) {
        return model.protocol().filter(protocol -> protocol.name().equals(finding.command().protocol()))
                .flatMap(protocol -> protocol.command(finding.command().command())).map(Command::where);
    }

    private static String message(TrafficFinding finding) {
        String requests = finding.count() == 1 ? "1 request" : finding.count() + " requests";
        return finding.message() + "\n" + requests + "; the first: " + line(finding.first());
    }

    /** {@code #12 null/ECHO by fio[1234]: 0}. */
    static String line(RequestLine request) {
        return "#" + request.number() + " " + request.command() + " by " + request.process() + ": " + request.result();
    }
}

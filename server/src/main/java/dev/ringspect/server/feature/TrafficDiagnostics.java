package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Placement;
import dev.ringspect.protocol.inspect.subject.Silence;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.TrafficFinding;

/**
 * What the traffic proved: on the lines that declare it now, and apart from them what no text of the workspace declares, such
 * as an overflow of a ring that carried reads alone.
 *
 * @param markers the markers of every text that has some, by the text's URI
 * @param undeclared the other findings, in the order in which they were first seen
 */
public record TrafficDiagnostics(Map<String, List<Marker>> markers, List<TrafficFinding> undeclared) {
    private static final TrafficDiagnostics NONE = new TrafficDiagnostics(Map.of(), List.of());

    public TrafficDiagnostics {
        markers = Map.copyOf(markers);
        undeclared = List.copyOf(undeclared);
    }

    /** What the traffic beside these texts proved about them; without what a remark or a setting silences. */
    public static TrafficDiagnostics of(Snapshot at, Cancel cancel) {
        if (at.traffic().findings().isEmpty()) {
            return NONE;
        }
        Map<String, List<Marker>> markers = new TreeMap<>();
        List<TrafficFinding> undeclared = new ArrayList<>();
        Placement placement = new Placement(at.texts().protocolFiles().stream().map(Analysis::model).toList(),
                new Silence(at.texts()::imported));
        for (TrafficFinding seen : at.traffic().findings()) {
            cancel.check();
            Optional<Finding> shown = placement.place(seen.finding()).flatMap(placed -> levelled(at, placed));
            if (shown.isPresent()) {
                Finding finding = shown.get();
                finding.where().ifPresentOrElse(
                        where -> markers.computeIfAbsent(where.source(), _ -> new ArrayList<>())
                                .add(Diagnostics.marker(finding).saying(message(seen))),
                        () -> undeclared.add(new TrafficFinding(seen.session(), finding, seen.first(), seen.count())));
            }
        }
        return new TrafficDiagnostics(markers, undeclared);
    }

    private static Optional<Finding> levelled(Snapshot at, Finding placed) {
        InspectionSettings settings = placed.where().map(Location::source).map(at::inspections)
                .orElseGet(at::inspectionsOfNoText);
        return settings.levelOf(placed.id(), placed.severity()).map(placed::as);
    }

    private static String message(TrafficFinding seen) {
        return seen.finding().message() + "\n" + requests(seen);
    }

    /** A finding that stands on no line, in one: {@code warning D43: ring 1 ... (3 requests; the first: ...)}. */
    public static String sentence(TrafficFinding seen) {
        return seen.finding().severity().word() + " " + seen.finding().id() + ": " + seen.finding().message() + " ("
                + requests(seen) + ")";
    }

    /** {@code 3 requests; the first: #12 null/ECHO by fio[1234]: 0}. */
    private static String requests(TrafficFinding seen) {
        return (seen.count() == 1 ? "1 request" : seen.count() + " requests") + "; the first: " + line(seen.first());
    }

    /** {@code #12 null/ECHO by fio[1234]: 0}. */
    static String line(RequestLine request) {
        return "#" + request.number() + " " + request.command() + " by " + request.process() + ": " + request.result();
    }
}

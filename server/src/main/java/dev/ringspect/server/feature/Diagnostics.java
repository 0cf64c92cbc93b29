package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** What is wrong with a text, whatever the traffic: what inspections found, and in a protocol file its syntax and its names. */
public final class Diagnostics {
    private static final Span START = new Span(0, 0);

    private Diagnostics() {}

    /** The markers of the text called {@code uri}, in the order of the text; none for a text that is not known. */
    public static List<Marker> of(Snapshot at, String uri, Cancel cancel) {
        List<Marker> markers = new ArrayList<>();
        Optional<Analysis> file = at.texts().protocolFile(uri);
        if (file.isPresent()) {
            for (Problem problem : file.get().model().problems()) {
                cancel.check();
                if (problem.kind() == Problem.Kind.MISTAKE) {
                    List<Marker.Related> related = problem.related().stream()
                            .map(place -> new Marker.Related(place, "the place it speaks of")).toList();
                    markers.add(new Marker(problem.span(), problem.severity(), Optional.empty(), problem.message(),
                            related));
                }
            }
        } else {
            markers.addAll(ofImported(at, uri, cancel));
        }
        for (Finding finding : TextFindings.ofTextAlone(at, uri, cancel)) {
            cancel.check();
            Marker marker = marker(finding);
            if (!markers.contains(marker)) {
                markers.add(marker);
            }
        }
        markers.sort(Comparator.comparingInt(marker -> marker.span().start()));
        return List.copyOf(markers);
    }

    /** What is wrong with the folders' settings, by the URI of each file that there is, open or not. */
    public static Map<String, List<Marker>> ofSettings(Snapshot at) {
        Map<String, List<Marker>> markers = new TreeMap<>();
        at.settings().distinct().forEach(file -> markers.put(file.uri(), file.says().problems().stream()
                .map(problem -> new Marker(problem.span(), problem.severity(), Optional.empty(), problem.message(),
                        List.of()))
                .toList()));
        return markers;
    }

    /** What protocol files show about the types that they take from the C or Rust file {@code uri}. */
    private static List<Marker> ofImported(Snapshot at, String uri, Cancel cancel) {
        Set<Marker> markers = new LinkedHashSet<>();
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            if (file.model().dependencies().stream().anyMatch(imported -> Texts.areSame(imported, uri))) {
                at.texts().findings(file, at.inspections(file.text().uri())).stream()
                        .filter(finding -> finding.where().map(Location::source)
                                .filter(source -> Texts.areSame(source, uri)).isPresent())
                        .forEach(finding -> markers.add(marker(finding)));
            }
        }
        return markers.stream().sorted(Comparator.comparingInt(marker -> marker.span().start())).toList();
    }

    static Marker marker(Finding finding) {
        Span span = finding.where().map(Location::span).orElse(START);
        List<Marker.Related> related = finding.related().stream()
                .map(place -> new Marker.Related(place.where(), place.what())).toList();
        return new Marker(span, finding.severity(), Optional.of(finding.id()), finding.message(), related,
                finding.unnecessary());
    }
}

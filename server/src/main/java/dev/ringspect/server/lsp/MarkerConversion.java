package dev.ringspect.server.lsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.feature.Marker;
import dev.ringspect.server.state.Texts;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;

/** Makes the protocol's diagnostics of markers. */
final class MarkerConversion {
    private final Texts texts;
    private final Positions positions;
    private final Pages pages;

    MarkerConversion(Texts texts, Positions positions, Pages pages) {
        this.texts = texts;
        this.positions = positions;
        this.pages = pages;
    }

    /** The diagnostics of {@code markers}, which are all of {@code text}. */
    List<Diagnostic> diagnostics(SourceText text, List<Marker> markers) {
        return markers.stream().map(marker -> diagnostic(text, marker)).toList();
    }

    private Diagnostic diagnostic(SourceText text, Marker marker) {
        Diagnostic diagnostic = new Diagnostic(positions.range(text, marker.span()), marker.message(),
                severity(marker.severity()), "ringspect");
        marker.id().ifPresent(id -> {
            diagnostic.setCode(id);
            pages.inspection(id).ifPresent(page -> diagnostic.setCodeDescription(new DiagnosticCodeDescription(page)));
        });
        if (marker.unnecessary()) {
            diagnostic.setTags(List.of(DiagnosticTag.Unnecessary));
        }
        List<DiagnosticRelatedInformation> related = new ArrayList<>();
        for (Marker.Related place : marker.related()) {
            location(place.where())
                    .ifPresent(where -> related.add(new DiagnosticRelatedInformation(where, place.message())));
        }
        if (!related.isEmpty()) {
            diagnostic.setRelatedInformation(related);
        }
        return diagnostic;
    }

    /** The place in the client's terms; empty for a text that the client can't open. */
    private Optional<org.eclipse.lsp4j.Location> location(Location place) {
        return texts.text(place.source()).or(() -> texts.imported(place.source()))
                .map(text -> new org.eclipse.lsp4j.Location(text.uri(), positions.range(text, place.span())));
    }

    private static DiagnosticSeverity severity(Severity severity) {
        return switch (severity) {
            case ERROR -> DiagnosticSeverity.Error;
            case WARNING -> DiagnosticSeverity.Warning;
            case INFO -> DiagnosticSeverity.Information;
        };
    }
}

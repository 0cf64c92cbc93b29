package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * What a request about a text is answered from.
 *
 * @param at everything the server knows, at one moment
 * @param text the text that the request names
 * @param positions how the client counts
 * @param cancel what the feature polls
 */
record Asked(Snapshot at, SourceText text, Positions positions, Cancel cancel) {
    /** What the text is called. */
    String uri() {
        return text.uri();
    }

    /** Where {@code position} is in the text. */
    int offset(Position position) {
        return positions.offset(text, position);
    }

    /** The text's {@code range}. */
    Span span(Range range) {
        int start = offset(range.getStart());
        return new Span(start, Math.max(start, offset(range.getEnd())));
    }

    /** The text's {@code span}. */
    Range range(Span span) {
        return positions.range(text, span);
    }

    /** The place in the client's terms; empty for a text that the client can't open. */
    Optional<org.eclipse.lsp4j.Location> location(Location place) {
        return at.texts().text(place.source()).or(() -> at.texts().imported(place.source()))
                .map(found -> new org.eclipse.lsp4j.Location(found.uri(), positions.range(found, place.span())));
    }

    /** Those of {@code places} that the client can open. */
    List<org.eclipse.lsp4j.Location> locations(List<Location> places) {
        return places.stream().flatMap(place -> location(place).stream()).toList();
    }
}

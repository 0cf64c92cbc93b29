package dev.ringspect.server.feature;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/**
 * Something to tell about a range of a text.
 *
 * @param span the range
 * @param severity how much it matters
 * @param id the inspection's id in the catalogue; empty for mistakes of syntax and of names
 * @param message what to say
 * @param related other places that explain it
 * @param unnecessary whether the range could as well not be there
 */
public record Marker(Span span, Severity severity, Optional<String> id, String message, List<Related> related,
        boolean unnecessary) {
    public Marker {
        related = List.copyOf(related);
    }

    /** A marker of something that is needed where it is. */
    public Marker(Span span, Severity severity, Optional<String> id, String message, List<Related> related) {
        this(span, severity, id, message, related, false);
    }

    /** The same in other words. */
    Marker saying(String other) {
        return new Marker(span, severity, id, other, related, unnecessary);
    }

    /**
     * A place that explains a marker.
     *
     * @param where the place
     * @param message what is there
     */
    public record Related(Location where, String message) {}
}

package dev.ringspect.protocol.inspect;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/**
 * What an inspection found, on a text or on traffic.
 *
 * @param id the inspection's id in the catalogue, such as {@code L04} or {@code D08}
 * @param severity how much it matters
 * @param message one sentence for a person, without the id and without a trailing full stop
 * @param where the offending member, call or command where it is declared; empty when no text declares it
 * @param related other places that explain it, such as the declaration of the type
 */
public record Finding(String id, Severity severity, String message, Optional<Location> where, List<Location> related) {
    public Finding {
        related = List.copyOf(related);
    }
}

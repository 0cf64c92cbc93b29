package dev.ringspect.protocol.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/**
 * What an inspection found, on a text or on traffic.
 *
 * @param id the inspection's id in the catalogue, such as {@code L04} or {@code D08}
 * @param severity how much it matters
 * @param message one sentence for a person, without the id and without a trailing full stop
 * @param subject what traffic showed it about; a finding of a text has its place alone
 * @param where the offending member, call or command where it is declared; empty when no text declares it, and in a
 *            finding of traffic until it is placed
 * @param related other places that explain it, such as the declaration of the type
 * @param fixes what can be done about it, the best first
 * @param unnecessary whether the place could as well not be there
 */
public record Finding(String id, Severity severity, String message, Subject subject, Optional<Location> where,
        List<Related> related, List<Fix> fixes, boolean unnecessary) {
    public Finding {
        related = List.copyOf(related);
        fixes = List.copyOf(fixes);
    }

    /** A finding with nothing beside it. */
    public Finding(String id, Severity severity, String message, Optional<Location> where) {
        this(id, severity, message, new Subject.Undeclared(), where, List.of(), List.of(), false);
    }

    /** A finding of traffic that has no place yet. */
    public Finding(String id, Severity severity, String message, Subject subject) {
        this(id, severity, message, subject, Optional.empty(), List.of(), List.of(), false);
    }

    /**
     * A place that explains a finding.
     *
     * @param where the place
     * @param what what is there, such as {@code "declared here"}
     */
    public record Related(Location where, String what) {}

    /** A finding of the inspection that {@code rule} describes. */
    public static Finding of(Rule rule, Location where, String message) {
        return new Finding(rule.id(), rule.severity(), message, Optional.of(where));
    }

    /** This finding, with one more place that explains it; the same when there is no place. */
    public Finding with(Optional<Location> place, String what) {
        if (place.isEmpty() || place.equals(where)) {
            return this;
        }
        List<Related> more = new ArrayList<>(related);
        more.add(new Related(place.get(), what));
        return new Finding(id, severity, message, subject, where, more, fixes, unnecessary);
    }

    /** This finding, with what can be done about it after what it has. */
    public Finding with(List<Fix> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Fix> all = new ArrayList<>(fixes);
        all.addAll(more);
        return new Finding(id, severity, message, subject, where, related, all, unnecessary);
    }

    /** This finding, with what can be done about it if anything can. */
    public Finding with(Optional<Fix> fix) {
        return with(fix.stream().toList());
    }

    /** This finding at a place. */
    public Finding at(Location place) {
        return new Finding(id, severity, message, subject, Optional.of(place), related, fixes, unnecessary);
    }

    /** This finding with another severity. */
    public Finding as(Severity other) {
        return other == severity ? this : new Finding(id, other, message, subject, where, related, fixes, unnecessary);
    }

    /** This finding about something that could as well not be there. */
    public Finding asUnnecessary() {
        return new Finding(id, severity, message, subject, where, related, fixes, true);
    }
}

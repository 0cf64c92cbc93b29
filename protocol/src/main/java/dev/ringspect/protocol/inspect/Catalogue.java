package dev.ringspect.protocol.inspect;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import dev.ringspect.protocol.finding.Rule;
import dev.ringspect.protocol.inspect.traffic.RequestRule;
import dev.ringspect.protocol.inspect.traffic.TrafficInspections;
import dev.ringspect.protocol.text.Severity;

/**
 * Every id that a finding can bear, in one list: what settings may name, what remarks may name, which rules a SARIF log
 * has, and which pages and rows the documentation has, are all told by it.
 */
public final class Catalogue {
    /** Id of the mistakes of syntax and of names that texts of the layout language have. */
    public static final String LANGUAGE = "language";

    /** All entries: those with a page by {@link Inspections#ORDER}, then the author's own checks, then the language. */
    public static final List<Entry> ALL = Stream.concat(
            Stream.of(
                    Inspections.ALL.stream().map(each -> Entry.of(each.rule(), Kind.TEXT)),
                    Suppression.RULES.stream().map(rule -> Entry.of(rule, Kind.REMARK)),
                    TrafficInspections.ALL.stream()
                            .map(one -> new Entry(one.id(), one.name(), one.severity(), Kind.TRAFFIC)),
                    Stream.of(new Entry(RequestRule.RESERVED, "payload-reserved-nonzero", Severity.WARNING,
                            Kind.TRAFFIC)))
                    .flatMap(entries -> entries).sorted(Comparator.comparing(Entry::id, Inspections.ORDER)),
            Stream.of(new Entry(RequestRule.CHECK, "check-of-the-author", Severity.ERROR, Kind.CHECK),
                    new Entry(LANGUAGE, "mistake-of-language", Severity.ERROR, Kind.LANGUAGE)))
            .toList();

    private Catalogue() {}

    /** What a finding with the id is about. */
    public enum Kind {
        /** A declaration or a call. */
        TEXT,
        /** A remark that speaks to Ringspect. */
        REMARK,
        /** Requests. */
        TRAFFIC,
        /** Requests that fail a {@code check}, whose severity its author gives. */
        CHECK,
        /** A text that does not follow the layout language. */
        LANGUAGE
    }

    /**
     * One id.
     *
     * @param id the id, such as {@code L04}
     * @param name its name, such as {@code implicit-hole}
     * @param severity the severity of its findings while no setting says another
     * @param kind what it is about
     */
    public record Entry(String id, String name, Severity severity, Kind kind) {
        private static Entry of(Rule rule, Kind kind) {
            return new Entry(rule.id(), rule.name(), rule.severity(), kind);
        }

        /** Whether settings may give it a level, and it has a page. */
        public boolean isInspection() {
            return switch (kind) {
                case TEXT, REMARK, TRAFFIC -> true;
                case CHECK, LANGUAGE -> false;
            };
        }

        /** Whether a remark may silence it. */
        public boolean isSilencedByRemarks() {
            return switch (kind) {
                case TEXT, TRAFFIC, CHECK -> true;
                case REMARK, LANGUAGE -> false;
            };
        }
    }

    /** The ids that settings may give a level, each of which has a page. */
    public static List<String> inspections() {
        return ALL.stream().filter(Entry::isInspection).map(Entry::id).toList();
    }

    /** The entry of an id. */
    public static Optional<Entry> find(String id) {
        return ALL.stream().filter(entry -> entry.id().equals(id)).findFirst();
    }
}

package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;

/**
 * Runs the traffic inspections over a session's requests and counts what they find: one finding for each inspection and
 * subject, however many requests show it. Used by one thread; a request that shows nothing new allocates nothing.
 */
public final class TrafficInspector {
    /** Findings of one inspection that are told apart; more are counted only. */
    public static final int FINDINGS_PER_INSPECTION = 256;

    private final List<TrafficInspection> inspections;
    private final InspectedRequest inspected;
    private final IdentityHashMap<TrafficInspection, Group> groups = new IdentityHashMap<>();
    private final Counting counting = new Counting();
    private long notKept;

    /** Runs all inspections for requests of an unknown kernel. */
    public TrafficInspector() {
        this(TrafficInspections.ALL, Optional.empty());
    }

    /**
     * Runs some inspections.
     *
     * @param inspections which, in their order
     * @param kernel the kernel that serves the requests
     */
    public TrafficInspector(List<TrafficInspection> inspections, Optional<KernelRelease> kernel) {
        this.inspections = List.copyOf(inspections);
        this.inspected = new InspectedRequest(kernel);
        this.inspections.forEach(inspection -> groups.put(inspection, new Group()));
    }

    /** The findings of one inspection, newest in front: traffic shows the same thing many times in a row. */
    private static final class Group {
        private final List<Entry> entries = new ArrayList<>();
        private int recent;
    }

    private static final class Entry {
        private final Object anchor;
        private final long detail;
        private final Finding finding;
        private final long firstSeq;
        private long lastSeq;
        private long count = 1;

        Entry(Object anchor, long detail, Finding finding, long seq) {
            this.anchor = anchor;
            this.detail = detail;
            this.finding = finding;
            this.firstSeq = seq;
            this.lastSeq = seq;
        }
    }

    /** Inspects one request and counts what it shows. */
    public void inspect(RequestView request, ResolvedCommand command) {
        inspected.at(request, command);
        for (int i = 0; i < inspections.size(); i++) {
            inspections.get(i).inspect(inspected, counting);
        }
    }

    /** What one request shows by itself, worded for it; nothing is counted. */
    public List<Finding> findingsOf(RequestView request, ResolvedCommand command) {
        inspected.at(request, command);
        List<Finding> findings = new ArrayList<>();
        for (TrafficInspection inspection : inspections) {
            inspection.inspect(inspected, (by, severity, anchor, detail) -> findings
                    .add(word(by, severity, new TrafficInspection.Subject(anchor, detail))));
        }
        return findings;
    }

    /** What was found so far, by inspection in their order, then by first request. */
    public List<TrafficFinding> findings() {
        List<TrafficFinding> findings = new ArrayList<>();
        for (TrafficInspection inspection : inspections) {
            for (Entry entry : group(inspection).entries) {
                findings.add(new TrafficFinding(entry.finding, entry.firstSeq, entry.lastSeq, entry.count));
            }
        }
        return findings;
    }

    /** How often something was found that the limit left no room for. */
    public long notKept() {
        return notKept;
    }

    private Group group(TrafficInspection inspection) {
        Group group = groups.get(inspection);
        if (group == null) {
            throw new IllegalStateException(inspection.id() + " speaks for another inspection");
        }
        return group;
    }

    private Finding word(TrafficInspection by, Severity severity, TrafficInspection.Subject subject) {
        return new Finding(by.id(), severity, by.message(inspected, subject), by.where(inspected, subject), List.of());
    }

    private final class Counting implements TrafficInspection.Out {
        // An anchor is a declaration, and two declarations that read the same are still two.
        @SuppressWarnings("ReferenceEquality")
        @Override
        public void found(TrafficInspection by, Severity severity, Object anchor, long detail) {
            Group group = group(by);
            List<Entry> entries = group.entries;
            long seq = inspected.request().seq();
            for (int i = 0, at = group.recent; i < entries.size(); i++) {
                Entry entry = entries.get(at);
                if (entry.anchor == anchor && entry.detail == detail) {
                    entry.count++;
                    entry.lastSeq = seq;
                    group.recent = at;
                    return;
                }
                at = at + 1 == entries.size() ? 0 : at + 1;
            }
            if (entries.size() == FINDINGS_PER_INSPECTION) {
                notKept++;
                return;
            }
            group.recent = entries.size();
            entries.add(new Entry(anchor, detail, word(by, severity, new TrafficInspection.Subject(anchor, detail)),
                    seq));
        }
    }
}

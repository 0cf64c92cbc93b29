package dev.ringspect.protocol.inspect;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.KernelRelease;

/**
 * Runs the traffic inspections, and the rules of the commands' declarations, over a session's requests and counts what they find: one finding for each inspection and
 * subject, however many requests show it. Used by one thread; a request that shows nothing new allocates nothing.
 */
public final class TrafficInspector {
    /** Findings of one inspection that are told apart; more are counted only. */
    public static final int FINDINGS_PER_INSPECTION = 256;

    private final List<TrafficInspection> inspections;
    private final int[] lookedFor;
    private final Predicate<Finding> silenced;
    private final InspectedRequest inspected;
    private final IdentityHashMap<TrafficInspection, Group> groups = new IdentityHashMap<>();
    private final Counting counting = new Counting();
    private final Group rules = new Group();
    private final RequestChecks.Broken countBroken = this::countBroken;
    private final List<Finding> listed = new ArrayList<>();
    private final TrafficInspection.Out listing = this::list;
    private final RequestChecks.Broken listBroken = (rule, value) -> listed.add(rule.finding(value));
    private long notKept;
    private int size;

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
        this(inspections, kernel, _ -> false);
    }

    /**
     * Runs some inspections.
     *
     * @param inspections which, in their order
     * @param kernel the kernel that serves the requests
     * @param silenced which findings are left out; asked once for each that is told apart
     */
    public TrafficInspector(List<TrafficInspection> inspections, Optional<KernelRelease> kernel,
            Predicate<Finding> silenced) {
        this.silenced = silenced;
        this.inspections = List.copyOf(inspections);
        this.lookedFor = this.inspections.stream()
                .mapToInt(inspection -> inspection.looksFor().stream().mapToInt(Sign::bit).sum())
                .toArray();
        this.inspected = new InspectedRequest(kernel);
        this.inspections.forEach(inspection -> groups.put(inspection, new Group()));
    }

    /** The findings of one inspection, newest in front: traffic shows the same thing many times in a row. */
    private static final class Group {
        private final List<Entry> entries = new ArrayList<>();
        private int recent;

        /** The entry of a subject that was found before. */
        // An anchor is a declaration, and two declarations that read the same are still two.
        @SuppressWarnings("ReferenceEquality")
        @Nullable
        Entry find(Object anchor, long detail) {
            for (int i = 0, at = recent; i < entries.size(); i++) {
                Entry entry = entries.get(at);
                if (entry.anchor == anchor && entry.detail == detail) {
                    recent = at;
                    return entry;
                }
                at = at + 1 == entries.size() ? 0 : at + 1;
            }
            return null;
        }

        void addTo(List<TrafficFinding> findings) {
            for (Entry entry : entries) {
                if (!entry.silent) {
                    findings.add(new TrafficFinding(entry.finding, entry.firstSeq, entry.lastSeq, entry.count));
                }
            }
        }
    }

    private static final class Entry {
        private final Object anchor;
        private final long detail;
        private final Finding finding;
        private final boolean silent;
        private final long firstSeq;
        private long lastSeq;
        private long count = 1;

        Entry(Object anchor, long detail, Finding finding, boolean silent, long seq) {
            this.silent = silent;
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
        ask(counting);
        inspected.brokenRules(countBroken);
    }

    private void ask(TrafficInspection.Out out) {
        int signs = inspected.signs();
        if (signs == 0) {
            return;
        }
        for (int i = 0; i < lookedFor.length; i++) {
            if ((lookedFor[i] & signs) != 0) {
                inspections.get(i).inspect(inspected, out);
            }
        }
    }

    /** What one request shows by itself, worded for it; nothing is counted. */
    public List<Finding> findingsOf(RequestView request, ResolvedCommand command) {
        inspected.at(request, command);
        listed.clear();
        ask(listing);
        inspected.brokenRules(listBroken);
        listed.removeIf(silenced);
        return List.copyOf(listed);
    }

    /** What was found so far: by inspection in their order, then the rules of declarations; each by first request. */
    public List<TrafficFinding> findings() {
        List<TrafficFinding> findings = new ArrayList<>();
        for (TrafficInspection inspection : inspections) {
            group(inspection).addTo(findings);
        }
        rules.addTo(findings);
        return findings;
    }

    /** How many findings are told apart so far; it grows with the first request that shows one. */
    public int size() {
        return size;
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
        return new Finding(by.id(), severity, by.message(inspected, subject), by.where(inspected, subject));
    }

    private void list(TrafficInspection by, Severity severity, Object anchor, long detail) {
        listed.add(word(by, severity, new TrafficInspection.Subject(anchor, detail)));
    }

    private void countBroken(RequestRule rule, long value) {
        if (isNew(rules, rule, 0)) {
            keep(rules, rule, 0, rule.finding(value));
        }
    }

    /** Counts a subject that was found before; says whether it was not, and there is room for it. */
    private boolean isNew(Group group, Object anchor, long detail) {
        Entry known = group.find(anchor, detail);
        if (known != null) {
            known.count++;
            known.lastSeq = inspected.request().seq();
            return false;
        }
        if (group.entries.size() == FINDINGS_PER_INSPECTION) {
            notKept++;
            return false;
        }
        return true;
    }

    private void keep(Group group, Object anchor, long detail, Finding finding) {
        boolean silent = silenced.test(finding);
        size += silent ? 0 : 1;
        group.recent = group.entries.size();
        group.entries.add(new Entry(anchor, detail, finding, silent, inspected.request().seq()));
    }

    private final class Counting implements TrafficInspection.Out {
        @Override
        public void found(TrafficInspection by, Severity severity, Object anchor, long detail) {
            Group group = group(by);
            if (isNew(group, anchor, detail)) {
                keep(group, anchor, detail, word(by, severity, new TrafficInspection.Subject(anchor, detail)));
            }
        }
    }
}

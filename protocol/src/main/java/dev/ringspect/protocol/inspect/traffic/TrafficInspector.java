package dev.ringspect.protocol.inspect.traffic;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.TrafficFinding;
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
    private final Function<Finding, Optional<Finding>> edge;
    private final InspectedRequest inspected;
    private final IdentityHashMap<TrafficInspection, Group> groups = new IdentityHashMap<>();
    private final Counting counting = new Counting();
    private final Group rules = new Group();
    private final RequestChecks.Broken countBroken = this::countBroken;
    private final List<Finding> listed = new ArrayList<>();
    private final TrafficInspection.Out listing = this::list;
    private final RequestChecks.Broken listBroken = (rule, value) -> list(rule.finding(value));
    private final TrafficInspection.Out countingAndListing = this::countAndList;
    private final RequestChecks.Broken countAndListBroken = this::countAndListBroken;
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
        this(inspections, kernel, Optional::of);
    }

    /**
     * Runs some inspections.
     *
     * @param inspections which, in their order
     * @param kernel the kernel that serves the requests
     * @param edge what becomes of each finding that is told apart: it may be given a place, or be left out
     */
    public TrafficInspector(List<TrafficInspection> inspections, Optional<KernelRelease> kernel,
            Function<Finding, Optional<Finding>> edge) {
        this.edge = edge;
        this.inspections = List.copyOf(inspections);
        this.lookedFor = this.inspections.stream()
                .mapToInt(inspection -> inspection.looksFor().stream().mapToInt(Symptom::bit).sum())
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
        Entry find(Object anchor, long detail, String device) {
            for (int i = 0, at = recent; i < entries.size(); i++) {
                Entry entry = entries.get(at);
                if (entry.anchor == anchor && entry.detail == detail && entry.device.equals(device)) {
                    recent = at;
                    return entry;
                }
                at = at + 1 == entries.size() ? 0 : at + 1;
            }
            return null;
        }

        /** What was said of the subject in the same words, on another device. */
        @SuppressWarnings("ReferenceEquality")
        @Nullable
        Tally saying(Object anchor, long detail, Finding finding) {
            for (Entry entry : entries) {
                if (entry.anchor == anchor && entry.detail == detail
                        && entry.tally.finding.message().equals(finding.message())) {
                    return entry.tally;
                }
            }
            return null;
        }

        void addTo(List<TrafficFinding> findings) {
            for (Entry entry : entries) {
                Tally tally = entry.tally;
                if (entry.first && !tally.silent) {
                    findings.add(new TrafficFinding(tally.finding, tally.firstSeq, tally.lastSeq, tally.count));
                }
            }
        }
    }

    /** A subject on one device: what is said of it may name the device, and then counts that one alone. */
    private record Entry(Object anchor, long detail, String device, Tally tally, boolean first) {}

    /** What is said, and how often. */
    private static final class Tally {
        private final Finding finding;
        private final boolean silent;
        private final long firstSeq;
        private long lastSeq;
        private long count = 1;

        Tally(Finding finding, boolean silent, long seq) {
            this.silent = silent;
            this.finding = finding;
            this.firstSeq = seq;
            this.lastSeq = seq;
        }

        void more(long seq) {
            count++;
            lastSeq = seq;
        }
    }

    /** Inspects one request and counts what it shows. */
    public void inspect(RequestView request, ResolvedCommand command) {
        inspected.at(request, command);
        ask(counting);
        inspected.brokenRules(countBroken);
    }

    private void ask(TrafficInspection.Out out) {
        int symptoms = inspected.symptoms();
        if (symptoms == 0) {
            return;
        }
        for (int i = 0; i < lookedFor.length; i++) {
            if ((lookedFor[i] & symptoms) != 0) {
                inspections.get(i).inspect(inspected, out);
            }
        }
    }

    /** What one request shows by itself, worded for it; nothing is counted. */
    public List<Finding> findingsOf(RequestView request, ResolvedCommand command) {
        return listed(request, command, listing, listBroken);
    }

    /** {@link #inspect} and {@link #findingsOf} in one: what the request shows is counted, and worded for it. */
    public List<Finding> countedFindingsOf(RequestView request, ResolvedCommand command) {
        return listed(request, command, countingAndListing, countAndListBroken);
    }

    private List<Finding> listed(RequestView request, ResolvedCommand command, TrafficInspection.Out out,
            RequestChecks.Broken broken) {
        inspected.at(request, command);
        listed.clear();
        ask(out);
        inspected.brokenRules(broken);
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

    private Finding word(TrafficInspection by, Severity severity) {
        return new Finding(by.id(), severity, by.message(inspected), by.subject(inspected));
    }

    private void list(TrafficInspection by, Severity severity, Object anchor, long detail) {
        list(word(by, severity));
    }

    private void list(Finding finding) {
        edge.apply(finding).ifPresent(listed::add);
    }

    private void countAndList(TrafficInspection by, Severity severity, Object anchor, long detail) {
        counting.found(by, severity, anchor, detail);
        list(by, severity, anchor, detail);
    }

    private void countAndListBroken(RequestRule rule, long value) {
        countBroken(rule, value);
        list(rule.finding(value));
    }

    private void countBroken(RequestRule rule, long value) {
        // A rule's words name values, and no device.
        if (isNew(rules, rule, 0, "")) {
            keep(rules, rule, 0, "", rule.finding(value));
        }
    }

    /** Counts a subject that was found before; says whether it was not, and there is room for it. */
    private boolean isNew(Group group, Object anchor, long detail, String device) {
        Entry known = group.find(anchor, detail, device);
        if (known != null) {
            known.tally.more(inspected.request().seq());
            return false;
        }
        if (group.entries.size() == FINDINGS_PER_INSPECTION) {
            notKept++;
            return false;
        }
        return true;
    }

    private void keep(Group group, Object anchor, long detail, String device, Finding finding) {
        long seq = inspected.request().seq();
        Tally tally = group.saying(anchor, detail, finding);
        boolean first = tally == null;
        if (tally == null) {
            Optional<Finding> kept = edge.apply(finding);
            size += kept.isPresent() ? 1 : 0;
            tally = new Tally(kept.orElse(finding), kept.isEmpty(), seq);
        } else {
            tally.more(seq);
        }
        group.recent = group.entries.size();
        group.entries.add(new Entry(anchor, detail, device, tally, first));
    }

    private final class Counting implements TrafficInspection.Out {
        @Override
        public void found(TrafficInspection by, Severity severity, Object anchor, long detail) {
            Group group = group(by);
            String device = inspected.request().device();
            if (isNew(group, anchor, detail, device)) {
                keep(group, anchor, detail, device, word(by, severity));
            }
        }
    }
}

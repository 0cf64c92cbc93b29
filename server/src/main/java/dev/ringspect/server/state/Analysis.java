package dev.ringspect.server.state;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.inspect.subject.CheckedSet;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import org.jspecify.annotations.Nullable;

/**
 * What one version of one protocol file means. It is made when it is asked for first and then kept, as long as the text
 * and what it imports stay the same, whatever happens to other texts and to the traffic. What a protocol file means
 * depends on no other one; what is found in it depends on those that name the same devices.
 */
public final class Analysis {
    private final SourceText text;
    private final Surroundings surroundings;
    private final Sources sources;
    private final Object inspecting = new Object();
    private volatile @Nullable ProtocolModel model;
    private volatile boolean abandoned;
    private @Nullable List<Finding> findings;
    private InspectionSettings settings = InspectionSettings.DEFAULT;
    private List<Neighbour> beside = List.of();

    /** What findings say of another protocol. */
    private record Neighbour(String name, Location where) {}

    Analysis(SourceText text, Surroundings surroundings, Sources sources) {
        this.text = text;
        this.surroundings = surroundings;
        this.sources = sources;
    }

    /** Whether a change of one of the files {@code uris} may change what the text means; waits for nothing. */
    boolean dependsOn(Set<String> uris) {
        ProtocolModel made = model;
        return made == null || !Collections.disjoint(made.dependencies(), uris);
    }

    /** The text that it is about. */
    public SourceText text() {
        return text;
    }

    /** What the text declares, and what is wrong with its syntax and its names. */
    public ProtocolModel model() {
        ProtocolModel made = model;
        return made == null ? makeModel() : made;
    }

    /** What the file would declare with another text, beside the same imports; nothing is kept. */
    public ProtocolModel with(SourceText other) {
        return ProtocolModel.of(other, surroundings.with(sources));
    }

    /** The text was edited or closed: what is made of it now stops, for nobody will ask for it again. */
    void abandon() {
        abandoned = true;
    }

    private <T> T wanted(Supplier<T> work) {
        try {
            return Budget.within(() -> abandoned, work);
        } catch (Budget.Ended ended) {
            if (ended.exceeded()) {
                throw ended;
            }
            throw new Cancelled(Cancel.Reason.EDITED);
        }
    }

    private synchronized ProtocolModel makeModel() {
        ProtocolModel made = model;
        if (made == null) {
            made = wanted(() -> ProtocolModel.of(text, surroundings.with(sources)));
            model = made;
        }
        return made;
    }

    /**
     * What the inspections found in it and in what it includes, under {@code wanted}.
     *
     * @param neighbours the files of the workspace that name the same devices
     */
    List<Finding> findings(InspectionSettings wanted, List<ProtocolModel> neighbours) {
        List<Neighbour> named = neighbours.stream().flatMap(file -> file.protocol().stream())
                .map(protocol -> new Neighbour(protocol.name(), protocol.where())).toList();
        // a lock of its own, so that who needs the model alone does not wait for inspections
        synchronized (inspecting) {
            List<Finding> made = findings;
            if (made == null || !settings.equals(wanted) || !beside.equals(named)) {
                ProtocolModel inspected = model();
                made = wanted(() -> Inspections.of(CheckedSet.of(inspected, neighbours, sources), wanted));
                findings = made;
                settings = wanted;
                beside = named;
            }
            return made;
        }
    }
}

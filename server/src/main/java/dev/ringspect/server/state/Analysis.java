package dev.ringspect.server.state;

import java.util.List;

import dev.ringspect.protocol.inspect.CheckedSet;
import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * What one version of one protocol file means. It is made when it is asked for first and then kept, as long as the text
 * stays the same, whatever happens to other texts and to the traffic. A protocol file depends on no other one.
 */
public final class Analysis {
    private final SourceText text;
    private @Nullable ProtocolModel model;
    private @Nullable List<Finding> findings;
    private InspectionSettings settings = InspectionSettings.DEFAULT;

    Analysis(SourceText text) {
        this.text = text;
    }

    /** The text that it is about. */
    public SourceText text() {
        return text;
    }

    /** What the text declares, and what is wrong with its syntax and its names. */
    public synchronized ProtocolModel model() {
        ProtocolModel made = model;
        if (made == null) {
            made = ProtocolModel.of(text);
            model = made;
        }
        return made;
    }

    /** What the inspections found in it and in what it includes, under {@code wanted}. */
    public synchronized List<Finding> findings(InspectionSettings wanted) {
        List<Finding> made = findings;
        if (made == null || !settings.equals(wanted)) {
            made = Inspections.of(CheckedSet.of(model()), wanted);
            findings = made;
            settings = wanted;
        }
        return made;
    }
}

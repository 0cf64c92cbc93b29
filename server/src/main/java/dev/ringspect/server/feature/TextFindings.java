package dev.ringspect.server.feature;

import java.util.List;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.DriverSourceAnalysis;
import dev.ringspect.server.state.Snapshot;

/** What inspections find in one text: a protocol file, or a C or Rust document in which something speaks of commands. */
final class TextFindings {
    private TextFindings() {}

    /** The findings that stand in the text called {@code uri} itself. */
    static List<Finding> of(Snapshot at, String uri, Cancel cancel) {
        InspectionSettings settings = at.inspections(uri);
        Analysis file = at.texts().protocolFile(uri).orElse(null);
        if (file == null) {
            return at.texts().foreign(uri).map(document -> document.findings(settings, cancel)).orElse(List.of());
        }
        String name = file.text().uri();
        return at.texts().findings(file, settings).stream()
                .filter(finding -> finding.where().map(Location::source).orElse(name).equals(name)).toList();
    }

    /**
     * The same without what is known from the protocol files that import the text: a header that only they speak of is not
     * read a second time with each edit.
     */
    static List<Finding> ofTextAlone(Snapshot at, String uri, Cancel cancel) {
        boolean silent = at.texts().protocolFile(uri).isEmpty()
                && at.texts().foreign(uri).filter(DriverSourceAnalysis::speaksOfCommands).isEmpty();
        return silent ? List.of() : of(at, uri, cancel);
    }
}

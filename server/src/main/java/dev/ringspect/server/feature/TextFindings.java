package dev.ringspect.server.feature;

import java.util.List;

import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.InspectionSettings;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Snapshot;

/** What inspections find in one text: a protocol file, or a C or Rust document in which something speaks of commands. */
final class TextFindings {
    private TextFindings() {}

    /** The findings that stand in the text called {@code uri} itself. */
    static List<Finding> of(Snapshot at, String uri) {
        InspectionSettings settings = at.configuration().inspections();
        Analysis file = at.texts().protocolFile(uri).orElse(null);
        if (file == null) {
            return at.texts().foreign(uri).map(document -> document.findings(settings)).orElse(List.of());
        }
        String name = file.text().uri();
        return file.findings(settings).stream()
                .filter(finding -> finding.where().map(Location::source).orElse(name).equals(name)).toList();
    }
}

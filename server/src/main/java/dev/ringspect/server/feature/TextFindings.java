package dev.ringspect.server.feature;

import java.util.List;
import java.util.Locale;

import dev.ringspect.protocol.inspect.CheckedSet;
import dev.ringspect.protocol.inspect.Finding;
import dev.ringspect.protocol.inspect.InspectionSettings;
import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.model.Environment;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.syntax.c.CTranslationUnit;
import dev.ringspect.protocol.syntax.rust.RustFile;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;

/** What inspections find in one text: a protocol file, or a C or Rust document in which something speaks of commands. */
final class TextFindings {
    private TextFindings() {}

    /** The findings that stand in the text called {@code uri} itself. */
    static List<Finding> of(Snapshot at, String uri) {
        InspectionSettings settings = at.configuration().inspections();
        Analysis file = at.texts().protocolFile(uri).orElse(null);
        if (file != null) {
            return within(file.text().uri(), file.findings(settings));
        }
        return at.texts().document(uri).map(document -> within(document.uri(), at.texts().foreignFindings(uri, settings,
                () -> foreign(at, document, settings)))).orElse(List.of());
    }

    private static List<Finding> within(String uri, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.where().map(Location::source).orElse(uri).equals(uri)).toList();
    }

    private static List<Finding> foreign(Snapshot at, Document document, InspectionSettings settings) {
        List<ProtocolModel> protocols = at.texts().protocolFiles().stream().map(Analysis::model).toList();
        SourceText text = document.text();
        if (!CheckedSet.speaksOfCommands(text, protocols)) {
            return List.of();
        }
        String name = document.uri().toLowerCase(Locale.ROOT);
        if (name.endsWith(".rs")) {
            return Inspections.of(CheckedSet.of(RustFile.parse(text), protocols), settings);
        }
        if (name.endsWith(".h") || name.endsWith(".c")) {
            Environment environment = at.texts().environment();
            CTranslationUnit unit = CTranslationUnit.parseLone(environment.sources().with(text), text.uri(),
                    environment.c());
            return Inspections.of(CheckedSet.of(unit, protocols), settings);
        }
        return List.of();
    }
}

package dev.ringspect.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.ProtocolSet;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/**
 * The protocols that a trace is read with.
 *
 * @param protocols the user's, then those that come with Ringspect
 * @param warnings what is doubtful in the user's files, a line each
 */
record Meanings(ProtocolSet protocols, List<String> warnings) {
    Meanings {
        warnings = List.copyOf(warnings);
    }

    /** What became of the files that were named. */
    sealed interface Loaded {
        /** All could be used. */
        record Usable(Meanings meanings) implements Loaded {}

        /** One could not; a line for each thing that is wrong. */
        record Unusable(List<String> reasons) implements Loaded {
            public Unusable {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** Reads {@code files}. */
    static Loaded of(List<Path> files) {
        List<ProtocolModel> models = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Path file : files) {
            switch (UringFiles.read(file)) {
                case UringFiles.Read.Unusable(String reason) -> errors.add("ringspect: " + reason);
                case UringFiles.Read.Usable(ProtocolModel model) -> {
                    models.add(model);
                    for (Problem problem : model.problems()) {
                        String line = problem.line(model.source());
                        (problem.severity() == Severity.ERROR ? errors : warnings).add(line);
                    }
                    if (model.protocol().isEmpty() && errors.isEmpty()) {
                        errors.add(file + ": it declares no protocol; it needs a line such as 'protocol name;'");
                    }
                }
            }
        }
        return errors.isEmpty()
                ? new Loaded.Usable(new Meanings(ProtocolSet.of(models), warnings))
                : new Loaded.Unusable(errors);
    }

    /** The text called {@code uri}: a protocol file as it was read, else what the disk has. */
    Optional<SourceText> text(String uri) {
        return protocols.model(uri).map(ProtocolModel::source)
                .or(() -> Sources.disk().read(uri) instanceof Sources.Read.Found found
                        ? Optional.of(found.text())
                        : Optional.empty());
    }
}

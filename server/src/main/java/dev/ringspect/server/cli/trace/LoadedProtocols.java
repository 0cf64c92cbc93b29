package dev.ringspect.server.cli.trace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.server.cli.terminal.NamedProtocolFile;

/**
 * The protocols that a trace is read with.
 *
 * @param protocols the user's, then those that come with Ringspect
 * @param warnings what is doubtful in the user's files, a line each
 */
public record LoadedProtocols(ProtocolSet protocols, List<String> warnings) {
    public LoadedProtocols {
        warnings = List.copyOf(warnings);
    }

    /** What became of the files that were named. */
    public sealed interface Loaded {
        /** All could be used. */
        record Usable(LoadedProtocols meanings) implements Loaded {}

        /** One could not; a line for each thing that is wrong. */
        record Unusable(List<String> reasons) implements Loaded {
            public Unusable {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /** Reads {@code files}. */
    public static Loaded of(List<Path> files) {
        List<ProtocolModel> models = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Path file : files) {
            switch (NamedProtocolFile.read(file)) {
                case NamedProtocolFile.Read.Unusable(String reason) -> errors.add("ringspect: " + reason);
                case NamedProtocolFile.Read.Usable(ProtocolModel model) -> {
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
                ? new Loaded.Usable(new LoadedProtocols(ProtocolSet.of(models), warnings))
                : new Loaded.Unusable(errors);
    }

    /** The text called {@code uri}: a protocol file as it was read, else what the disk has. */
    public Optional<SourceText> text(String uri) {
        return protocols.model(uri).map(ProtocolModel::source)
                .or(() -> Sources.disk().read(uri) instanceof Sources.Read.Found found
                        ? Optional.of(found.text())
                        : Optional.empty());
    }
}

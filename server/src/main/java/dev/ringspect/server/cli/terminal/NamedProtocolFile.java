package dev.ringspect.server.cli.terminal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Files in the layout language, as a user names them. */
public final class NamedProtocolFile {
    private NamedProtocolFile() {}

    /** What became of a file that was named. */
    public sealed interface Read {
        /** It was read; it may declare nonsense, see its problems. */
        record Usable(ProtocolModel model) implements Read {}

        /** It was not; {@code reason} names it and says why. */
        record Unusable(String reason) implements Read {}
    }

    /** Reads {@code file}, if it is of a kind that can be read, for the ABI that the kernel of this machine has. */
    public static Read read(Path file) {
        return read(file, Environment.disk());
    }

    /** Reads {@code file}, if it is of a kind that can be read. */
    public static Read read(Path file, Environment environment) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            return new Read.Unusable(name + ": it is a folder; a .uring file was expected");
        }
        Optional<Language> language = Language.of(name);
        if (language.isEmpty() || language.get() != Language.URING) {
            String importing = language.map(NamedProtocolFile::importing).orElse("import btf");
            return new Read.Unusable(name + ": a .uring file was expected; write one with the line '" + importing
                    + " \"" + name + "\";' and its commands");
        }
        return switch (Sources.disk().read(file.toAbsolutePath().normalize().toUri().toString())) {
            case Sources.Read.Unreadable(String uri, String reason) -> new Read.Unusable(reason.replace(uri, name));
            // Findings carry the name that the user gave.
            case Sources.Read.Found(SourceText text) ->
                new Read.Usable(ProtocolModel.of(SourceText.of(name, text.text()), environment));
        };
    }

    private static String importing(Language language) {
        return switch (language) {
            case C, URING -> "import";
            case RUST -> "import rust";
        };
    }
}

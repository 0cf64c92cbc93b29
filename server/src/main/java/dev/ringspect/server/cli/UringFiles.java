package dev.ringspect.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.ringspect.protocol.model.Environment;
import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Files in the layout language, as a user names them. */
final class UringFiles {
    private UringFiles() {}

    /** What became of a file that was named. */
    sealed interface Read {
        /** It was read; it may declare nonsense, see its problems. */
        record Usable(ProtocolModel model) implements Read {}

        /** It was not; {@code reason} names it and says why. */
        record Unusable(String reason) implements Read {}
    }

    /** Reads {@code file}, if it is of a kind that can be read. */
    static Read read(Path file) {
        String name = file.toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file)) {
            return new Read.Unusable(name + ": it is a folder; a .uring file was expected");
        }
        if (!lower.endsWith(".uring")) {
            String kind = lower.endsWith(".c") || lower.endsWith(".h")
                    ? "C is"
                    : lower.endsWith(".rs") ? "Rust is" : "kernel types (BTF) and files of other kinds are";
            return new Read.Unusable(name + ": " + kind
                    + " not supported yet; copy the struct into a .uring file, which takes it as it is");
        }
        return switch (Sources.disk().read(file.toAbsolutePath().normalize().toUri().toString())) {
            case Sources.Read.Unreadable(String uri, String reason) -> new Read.Unusable(reason.replace(uri, name));
            // Findings carry the name that the user gave.
            case Sources.Read.Found(SourceText text) ->
                new Read.Usable(ProtocolModel.of(SourceText.of(name, text.text()), Environment.disk()));
        };
    }

    /** Something to say about a place, as compilers print it. */
    static String line(SourceText text, int offset, Severity severity, String message) {
        return text.uri() + ":" + text.position(offset).display() + ": " + severity.word() + ": " + message;
    }
}

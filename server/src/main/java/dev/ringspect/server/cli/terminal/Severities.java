package dev.ringspect.server.cli.terminal;

import java.util.Arrays;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;

/** Severities as options name them. */
public final class Severities {
    /** What may be named, for messages. */
    public static final String WORDS = "error, warning or info";

    private Severities() {}

    public static Optional<Severity> named(String word) {
        return Arrays.stream(Severity.values()).filter(severity -> severity.word().equals(word)).findFirst();
    }
}

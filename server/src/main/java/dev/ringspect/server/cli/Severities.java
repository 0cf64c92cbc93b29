package dev.ringspect.server.cli;

import java.util.Arrays;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;

/** Severities as options name them. */
final class Severities {
    /** What may be named, for messages. */
    static final String WORDS = "error, warning or info";

    private Severities() {}

    static Optional<Severity> named(String word) {
        return Arrays.stream(Severity.values()).filter(severity -> severity.word().equals(word)).findFirst();
    }
}

package dev.ringspect.server.feature.names;

import java.util.Optional;

import dev.ringspect.protocol.text.Location;

/**
 * What a name stands for. Two names stand for the same exactly when their symbols are equal.
 *
 * @param kind what it is
 * @param name its name; a word of the SQE or CQE has its qualifier, {@code sqe.len}
 * @param declared where it is declared; empty for what Ringspect knows by itself
 */
public record Symbol(SymbolKind kind, String name, Optional<Location> declared) {
    /** What needs no declaration. */
    static Symbol builtin(SymbolKind kind, String name) {
        return new Symbol(kind, name, Optional.empty());
    }
}

package dev.ringspect.server.feature.names;

import dev.ringspect.protocol.text.Span;

/**
 * A name where it stands in a text.
 *
 * @param span the name alone, without qualifiers
 * @param symbol what it stands for
 * @param role what is done with it there
 */
public record Occurrence(Span span, Symbol symbol, Role role) {
    /** What is done with a name. */
    public enum Role {
        /** It is declared. */
        DECLARATION,
        /** It is given a value or a meaning. */
        WRITE,
        /** It is used. */
        READ
    }
}

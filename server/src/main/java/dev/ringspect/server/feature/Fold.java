package dev.ringspect.server.feature;

/**
 * Lines that can be folded into the first of them.
 *
 * @param kind what they are
 * @param first the first line, from 0, which stays
 * @param last the last line that is hidden
 */
public record Fold(Kind kind, int first, int last) {
    /** What is folded; editors have commands for some of them. */
    public enum Kind {
        /** What braces hold. */
        BLOCK,
        /** A comment, or several one below the other. */
        COMMENT,
        /** Imports one below the other. */
        IMPORTS
    }
}

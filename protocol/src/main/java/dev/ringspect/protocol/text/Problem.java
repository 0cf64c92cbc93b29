package dev.ringspect.protocol.text;

import java.util.List;

/**
 * What is wrong with a text, said where it is wrong. Front-ends return problems; they never throw on input.
 *
 * @param span the range in the text that was read
 * @param severity how much it matters
 * @param message what was found, what was expected, and what to do; no trailing full stop
 * @param related places that have to do with it, such as the line of an imported file
 */
public record Problem(Span span, Severity severity, String message, List<Location> related) {
    public Problem {
        related = List.copyOf(related);
    }

    /** A problem that concerns no other place. */
    public Problem(Span span, Severity severity, String message) {
        this(span, severity, message, List.of());
    }
}

package dev.ringspect.protocol.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a text, said where it is wrong. Front-ends return problems; they never throw on input.
 *
 * @param span the range in the text that was read
 * @param severity how much it matters
 * @param message what was found, what was expected, and what to do; no trailing full stop
 * @param related places that have to do with it, such as the line of an imported file
 * @param kind what sort of mistake it is
 */
public record Problem(Span span, Severity severity, String message, List<Location> related, Kind kind) {
    /** The sorts that are told apart: what is missing elsewhere may be there on another machine. */
    public enum Kind {
        /** Syntax, or something that contradicts itself. */
        MISTAKE,
        /** A name that nothing declares. */
        UNRESOLVED_NAME,
        /** A file to import that is not found. */
        UNRESOLVED_IMPORT
    }

    public Problem {
        related = List.copyOf(related);
    }

    /** A mistake that has to do with other places. */
    public Problem(Span span, Severity severity, String message, List<Location> related) {
        this(span, severity, message, related, Kind.MISTAKE);
    }

    /** A mistake that concerns no other place. */
    public Problem(Span span, Severity severity, String message) {
        this(span, severity, message, List.of());
    }

    /** So many problems of one text are worth telling. */
    private static final int MOST = 1000;

    /** The first of {@code ordered}, with a word about how many more there are, where that are too many to be read. */
    public static List<Problem> readable(List<Problem> ordered) {
        if (ordered.size() <= MOST) {
            return ordered;
        }
        List<Problem> first = new ArrayList<>(ordered.subList(0, MOST));
        first.add(new Problem(ordered.get(MOST).span(), Severity.ERROR,
                "from here on there are " + (ordered.size() - MOST)
                        + " more problems in this text, which are not shown"));
        return List.copyOf(first);
    }

    /** This problem of {@code text} as compilers print one: {@code t.uring:3:9: error: what is wrong}. */
    public String line(SourceText text) {
        return text.uri() + ":" + text.position(span.start()).display() + ": " + severity.word() + ": " + message;
    }

    /** An error about the name at {@code span}, which nothing declares. */
    public static Problem unresolved(Span span, String message) {
        return new Problem(span, Severity.ERROR, message, List.of(), Kind.UNRESOLVED_NAME);
    }

    /** This problem, of another sort. */
    public Problem as(Kind other) {
        return new Problem(span, severity, message, related, other);
    }
}

package dev.ringspect.server.feature.completion;

import java.util.Optional;

/**
 * Something that can be typed next.
 *
 * @param label what the list shows and, where there is no {@code insert}, what is typed
 * @param kind what it is
 * @param detail a few words beside the label, may be empty
 * @param help what it means, in Markdown, may be empty
 * @param rank its group in the list, from 0; within a group the order is that of the labels
 * @param insert what is typed in place of the label
 * @param snippet what is typed by clients that know snippets, with {@code ${1:places}} to fill
 */
public record Suggestion(String label, Kind kind, String detail, String help, int rank, Optional<String> insert,
        Optional<String> snippet) {
    /** What a suggestion is. */
    public enum Kind {
        KEYWORD, STRUCT, ENUM, TYPE, MEMBER, CONSTANT, FUNCTION, VALUE, DEVICE, FILE, FOLDER
    }

    /** One that types its label. */
    static Suggestion of(String label, Kind kind, String detail, String help, int rank) {
        return new Suggestion(label, kind, detail, help, rank, Optional.empty(), Optional.empty());
    }

    /** A keyword that comes with what follows it, for clients that know snippets. */
    static Suggestion typed(String word, String snippet, String help) {
        return new Suggestion(word, Kind.KEYWORD, "", help, 5, Optional.empty(), Optional.of(snippet));
    }
}

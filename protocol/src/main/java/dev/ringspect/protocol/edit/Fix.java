package dev.ringspect.protocol.edit;

import java.util.List;

import dev.ringspect.protocol.text.TextEdit;

/**
 * A change that can be offered.
 *
 * @param title what it does, as a menu shows it
 * @param kind whether it mends a finding or makes something new of what is fine
 * @param changes what it changes, by file
 */
public record Fix(String title, Kind kind, List<Change> changes) {
    public Fix {
        changes = List.copyOf(changes);
    }

    /** Why it is offered; the words are LSP's. */
    public enum Kind {
        /** It makes a finding go away. */
        QUICKFIX("quickfix"),
        /** It makes a finding be silent. */
        SUPPRESSION("quickfix"),
        /** It is offered where the cursor stands. */
        REFACTOR("refactor");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind's name in the protocol. */
        public String word() {
            return word;
        }
    }

    /** A change of one file. */
    public sealed interface Change {
        /** What the file is called, as {@code SourceText.uri} has it. */
        String source();

        /** Replacements in a text that is there; they do not overlap. */
        record Edits(String source, List<TextEdit> edits) implements Change {
            public Edits {
                edits = List.copyOf(edits);
            }
        }

        /** A file that is not there yet. */
        record NewFile(String source, String text) implements Change {}
    }

    /** A quick fix within one text. */
    public static Fix quick(String title, String source, TextEdit... edits) {
        return of(title, Kind.QUICKFIX, source, List.of(edits));
    }

    /** A change within one text. */
    public static Fix of(String title, Kind kind, String source, List<TextEdit> edits) {
        return new Fix(title, kind, List.of(new Change.Edits(source, edits)));
    }
}

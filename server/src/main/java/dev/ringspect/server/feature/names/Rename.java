package dev.ringspect.server.feature.names;

import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** What becomes of the wish to rename something. */
public sealed interface Rename {
    /**
     * It can be renamed.
     *
     * @param span the name under the cursor
     * @param name as it is now
     */
    record Possible(Span span, String name) implements Rename {}

    /**
     * These edits rename it.
     *
     * @param edits by the URI of the text
     */
    record Edits(Map<String, List<TextEdit>> edits) implements Rename {
        public Edits {
            edits = Map.copyOf(edits);
        }
    }

    /**
     * It stays as it is.
     *
     * @param reason why, for a person
     */
    record Refused(String reason) implements Rename {}
}

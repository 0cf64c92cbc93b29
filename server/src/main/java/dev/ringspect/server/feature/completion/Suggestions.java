package dev.ringspect.server.feature.completion;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/**
 * What can be typed at a place.
 *
 * @param replaced what is there of it already, up to the cursor
 * @param all what there is to choose from
 * @param complete whether that is all; otherwise typing on gives others
 */
public record Suggestions(Span replaced, List<Suggestion> all, boolean complete) {
    public Suggestions {
        all = List.copyOf(all);
    }
}

package dev.ringspect.protocol.report;

import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.text.SourceText;

/**
 * Where a report finds texts, and how it calls them.
 *
 * @param texts a text by its URI
 * @param names how the reader of the report calls it, such as a path from the folder the report is about
 */
public record ReportTexts(Function<String, Optional<SourceText>> texts, Function<String, String> names) {
    Optional<SourceText> text(String uri) {
        return texts.apply(uri);
    }

    String name(String uri) {
        return names.apply(uri);
    }
}

package dev.ringspect.server.feature;

import java.util.Optional;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Snapshot;

/**
 * Where something comes from that another text declares.
 *
 * @param line the line that declares it, as it is written; lines that go on after a backslash are one
 * @param place its file and line, as a sentence
 */
record Origin(String line, String place) {
    private static final String INCLUDE = "/include/";

    /** About {@code where}; empty for a text that can no longer be read. */
    static Optional<Origin> of(Snapshot at, Location where) {
        return at.texts().imported(where.source()).filter(text -> where.span().end() <= text.length()).map(text -> {
            int line = text.lineOf(where.span().start());
            return new Origin(declaration(text, line), "from `" + name(where.source()) + "`, line " + (line + 1));
        });
    }

    private static String declaration(SourceText text, int first) {
        StringBuilder joined = new StringBuilder();
        for (int line = first; line < text.lineCount(); line++) {
            Span span = text.lineSpan(line);
            String written = text.slice(span).strip();
            boolean goesOn = written.endsWith("\\");
            joined.append(joined.isEmpty() ? "" : " ")
                    .append(goesOn ? written.substring(0, written.length() - 1).strip() : written);
            if (!goesOn) {
                break;
            }
        }
        return joined.toString();
    }

    /** As an {@code #include} would name it where that is known, else the file's name. */
    private static String name(String uri) {
        int include = uri.lastIndexOf(INCLUDE);
        return uri.substring(include >= 0 ? include + INCLUDE.length() : uri.lastIndexOf('/') + 1);
    }
}

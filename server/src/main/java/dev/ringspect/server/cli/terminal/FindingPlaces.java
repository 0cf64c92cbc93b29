package dev.ringspect.server.cli.terminal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.layout.LayoutPrinter;
import dev.ringspect.protocol.report.FoundAt;
import dev.ringspect.protocol.text.LineColumn;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;

/** Makes lines and columns of places, in protocol files and in the headers that they import alike. Used by one thread. */
public final class FindingPlaces {
    private final Function<String, Optional<SourceText>> texts;
    private final Path from;
    // A finding may come a million times, and its header is not read as often.
    private final Map<String, Optional<SourceText>> read = new HashMap<>();

    /**
     * Places.
     *
     * @param texts a text by its URI
     * @param from the folder that paths are shown from, where they lie below it
     */
    public FindingPlaces(Function<String, Optional<SourceText>> texts, Path from) {
        this.texts = texts;
        this.from = from;
    }

    public FoundAt of(Location where) {
        String file = name(where.source());
        Optional<SourceText> text = read.computeIfAbsent(where.source(), texts);
        if (text.isEmpty() || where.span().start() > text.get().length()) {
            return new FoundAt(file, 0, 0);
        }
        LineColumn at = text.get().position(where.span().start());
        return new FoundAt(file, at.line() + 1, at.column() + 1);
    }

    private String name(String uri) {
        String file = LayoutPrinter.file(uri);
        return uri.startsWith("file:") && Path.of(file).startsWith(from)
                ? from.relativize(Path.of(file)).toString()
                : file;
    }
}

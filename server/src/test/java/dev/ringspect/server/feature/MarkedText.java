package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/**
 * A small workspace written as one text: a cursor {@code $0}, and a line {@code //- name} before each file but the first,
 * which is {@code a.uring}.
 */
public final class MarkedText {
    private static final String FOLDER = "file:///w/";

    private final Map<String, SourceText> files = new LinkedHashMap<>();
    private String uri = FOLDER + "a.uring";
    private int offset = -1;

    private MarkedText() {}

    public static MarkedText of(String marked) {
        MarkedText texts = new MarkedText();
        String name = "a.uring";
        StringBuilder text = new StringBuilder();
        for (String line : marked.lines().toList()) {
            if (line.startsWith("//- ")) {
                texts.add(name, text.toString());
                name = line.substring(4).strip();
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        texts.add(name,
                marked.endsWith("\n") || text.isEmpty() ? text.toString() : text.substring(0, text.length() - 1));
        return texts;
    }

    private void add(String name, String marked) {
        int cursor = marked.indexOf("$0");
        if (cursor >= 0) {
            uri = FOLDER + name;
            offset = cursor;
        }
        files.put(FOLDER + name, SourceText.of(FOLDER + name, marked.replace("$0", "")));
    }

    /** All files, each open in the editor. */
    public Snapshot snapshot() {
        Texts texts = Texts.NONE;
        for (SourceText text : files.values()) {
            String language = text.uri().substring(text.uri().lastIndexOf('.') + 1);
            texts = texts.with(new Document(language, 1, text));
        }
        return Snapshot.EMPTY.withTexts(texts);
    }

    /** The file with the cursor; the first one where there is none. */
    public String uri() {
        return uri;
    }

    public int offset() {
        return offset;
    }

    public SourceText text(String wanted) {
        return Objects.requireNonNull(files.get(wanted), wanted);
    }

    /** The lines that hold {@code places}, each place in brackets: {@code a.uring:2: __u8 [op];}. */
    public String show(List<Location> places) {
        List<String> lines = new ArrayList<>();
        files.forEach((name, text) -> {
            Map<Integer, List<Span>> byLine = places.stream().filter(place -> place.source().equals(name))
                    .map(Location::span).sorted(Comparator.comparingInt(Span::start))
                    .collect(Collectors.groupingBy(span -> text.lineOf(span.start()), TreeMap::new,
                            Collectors.toList()));
            byLine.forEach((line, spans) -> lines.add(name.substring(FOLDER.length()) + ":" + (line + 1) + ": "
                    + bracketed(text, text.lineSpan(line), spans).strip()));
        });
        places.stream().filter(place -> !files.containsKey(place.source()))
                .forEach(place -> lines.add(place.source()));
        return String.join("\n", lines);
    }

    private static String bracketed(SourceText text, Span line, List<Span> spans) {
        StringBuilder shown = new StringBuilder();
        int from = line.start();
        for (Span span : spans) {
            shown.append(text.text(), from, span.start()).append('[').append(text.slice(span)).append(']');
            from = span.end();
        }
        return shown.append(text.text(), from, line.end()).toString();
    }
}

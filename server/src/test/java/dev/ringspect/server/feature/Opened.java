package dev.ringspect.server.feature;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** A snapshot with one protocol file open, whose text had a cursor {@code $0}. */
record Opened(Snapshot at, SourceText text, int cursor) {
    static final String URI = "file:///w/demo.uring";

    static Opened with(String marked) {
        int cursor = marked.indexOf("$0");
        SourceText text = SourceText.of(URI, marked.replace("$0", ""));
        return new Opened(Snapshot.EMPTY.withTexts(Texts.NONE.with(new Document("uring", 1, text))), text, cursor);
    }
}

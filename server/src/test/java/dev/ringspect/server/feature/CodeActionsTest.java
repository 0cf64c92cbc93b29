package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

class CodeActionsTest {
    private static final String URI = "file:///p.uring";

    @Test
    void theFixesOfAFindingAreOfferedWhereItStands() {
        assertThat(titles("struct p { __u8 x; __u32 $0y; };")).contains("Suppress L04 here",
                "Suppress L04 in this file");
        assertThat(titles("struct p { __u8 $0x; __u32 y; };")).isEmpty();
    }

    private static List<String> titles(String marked) {
        int at = marked.indexOf("$0");
        SourceText text = SourceText.of(URI, marked.replace("$0", ""));
        Snapshot snapshot = Snapshot.EMPTY.withTexts(Texts.NONE.with(new Document("uring", 1, text)));
        return CodeActions.at(snapshot, URI, new Span(at, at), new Cancel()).stream().map(offer -> offer.fix().title())
                .toList();
    }
}

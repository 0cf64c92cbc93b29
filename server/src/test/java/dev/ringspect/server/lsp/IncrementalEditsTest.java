package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.protocol.text.Encoding;
import dev.ringspect.protocol.text.SourceText;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.junit.jupiter.api.Test;

class IncrementalEditsTest {
    private static final String TEXT = "one\r\ntwo\nthree";

    @Test
    void editsApplyOneOnTheOther() {
        assertThat(edited(TEXT, Encoding.UTF_16, change(1, 0, 1, 3, "2"), change(1, 1, 2, 0, "+"),
                change(0, 0, 0, 0, "> ")))
                .isEqualTo("> one\r\n2+three");
    }

    @Test
    void aChangeWithoutRangeIsTheWholeText() {
        assertThat(edited(TEXT, Encoding.UTF_16, new TextDocumentContentChangeEvent("new"), change(0, 3, 0, 3, "er")))
                .isEqualTo("newer");
    }

    @Test
    void charactersCountInTheAgreedEncoding() {
        String text = "a\u00e9\uD83D\uDE00b";
        assertThat(edited(text, Encoding.UTF_16, change(0, 4, 0, 5, "!"))).isEqualTo("a\u00e9\uD83D\uDE00!");
        assertThat(edited(text, Encoding.UTF_8, change(0, 7, 0, 8, "!"))).isEqualTo("a\u00e9\uD83D\uDE00!");
        assertThat(edited(text, Encoding.UTF_32, change(0, 3, 0, 4, "!"))).isEqualTo("a\u00e9\uD83D\uDE00!");
    }

    @Test
    void rangesThatDoNotExistMoveToTheNearestOnes() {
        assertThat(edited(TEXT, Encoding.UTF_16, change(9, 9, 12, 0, "!"))).isEqualTo(TEXT + "!");
        assertThat(edited(TEXT, Encoding.UTF_16, change(0, 99, 0, 99, "!"))).isEqualTo("one!\r\ntwo\nthree");
        assertThat(edited(TEXT, Encoding.UTF_16, change(-1, -1, 0, 1, ""))).isEqualTo("ne\r\ntwo\nthree");
        assertThat(edited(TEXT, Encoding.UTF_16, change(1, 2, 1, 1, ""))).isEqualTo("one\r\nto\nthree");
    }

    private static String edited(String text, Encoding encoding, TextDocumentContentChangeEvent... changes) {
        return IncrementalEdits.apply(SourceText.of("file:///a", text), List.of(changes), new Positions(encoding))
                .text();
    }

    private static TextDocumentContentChangeEvent change(int line, int character, int endLine, int endCharacter,
            String text) {
        return new TextDocumentContentChangeEvent(
                new Range(new Position(line, character), new Position(endLine, endCharacter)), text);
    }
}

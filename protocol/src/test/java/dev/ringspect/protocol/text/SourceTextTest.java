package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class SourceTextTest {
    private static final SourceText TEXT = SourceText.of("t", "ab\r\n\u00e4\ud83d\ude00x\rlast");

    @Test
    void linesEndInThreeWays() {
        assertThat(TEXT.lineCount()).isEqualTo(3);
        assertThat(TEXT.slice(TEXT.lineSpan(0))).isEqualTo("ab");
        assertThat(TEXT.slice(TEXT.lineSpan(2))).isEqualTo("last");
        assertThat(SourceText.of("t", "").lineCount()).isEqualTo(1);
        assertThat(SourceText.of("t", "a\n").lineCount()).isEqualTo(2);
    }

    @Test
    void positionsInEveryEncodingGoThereAndBack() {
        int x = TEXT.text().indexOf('x');
        assertThat(TEXT.position(x)).isEqualTo(new LineColumn(1, 3));
        assertThat(TEXT.position(x, Encoding.UTF_8)).isEqualTo(new LineColumn(1, 6));
        assertThat(TEXT.position(x, Encoding.UTF_32)).isEqualTo(new LineColumn(1, 2));
        for (Encoding encoding : Encoding.values()) {
            assertThat(TEXT.offset(TEXT.position(x, encoding), encoding)).isEqualTo(x);
        }
    }

    @Test
    void positionsOutsideAreMovedInside() {
        assertThat(TEXT.offset(new LineColumn(0, 99))).isEqualTo(2);
        assertThat(TEXT.offset(new LineColumn(99, 0))).isEqualTo(TEXT.length());
        assertThat(TEXT.position(999).line()).isEqualTo(2);
        assertThat(TEXT.offset(new LineColumn(1, Integer.MAX_VALUE), Encoding.UTF_8))
                .isEqualTo(TEXT.lineSpan(1).end());
    }

    @Test
    void editsAreMadeAllAtOnce() {
        SourceText text = SourceText.of("t", "one two three");
        assertThat(text.edited(List.of(new TextEdit(new Span(4, 7), "2"), TextEdit.insert(0, "> "))).text())
                .isEqualTo("> one 2 three");
        assertThatThrownBy(() -> text.edited(List.of(new TextEdit(new Span(0, 5), ""), TextEdit.insert(3, "x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

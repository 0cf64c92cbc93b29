package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class FormattingTest {
    @Test
    void aRangeIsFormattedAndNothingElse() {
        Opened opened = Opened.with("""
                protocol   p;
                on   $0socket;
                needs   sqe128;
                """);
        Span line = opened.text().lineSpan(1);
        assertThat(opened.text().edited(Formatting.range(opened.at(), Opened.URI, line, new Cancel())).text())
                .isEqualTo("""
                        protocol   p;
                        on socket;
                        needs   sqe128;
                        """);
    }

    @Test
    void aSemicolonFormatsItsLineUpToItself() {
        typed(";", """
                struct a {
                  __u8   x;
                    __u8   y  ;$0   // later
                };
                """, """
                struct a {
                  __u8   x;
                    __u8 y;   // later
                };
                """);
    }

    @Test
    void aBraceFormatsItsBlock() {
        typed("}", """
                struct   b { };
                struct   a {
                  __u8   x;
                  }$0
                ;
                """, """
                struct   b { };
                struct a {
                    __u8 x;
                }
                ;
                """);
    }

    @Test
    void aNewLineIsIndentedAsDeepAsItsBraces() {
        typed("\n", "command A = 1 {\n    errors {\n$0\n", "command A = 1 {\n    errors {\n        \n");
        typed("\n", "command A = 1 {\n    errors {\n$0}\n}\n", "command A = 1 {\n    errors {\n    }\n}\n");
        typed("\n", "protocol p;\n  $0", "protocol p;\n");
    }

    @Test
    void whatDoesNotParseStays() {
        typed(";", "struct   a {   __u8 ;$0\n", "struct   a {   __u8 ;\n");
    }

    private static void typed(String typed, String before, String after) {
        Opened opened = Opened.with(before);
        assertThat(opened.text().edited(
                Formatting.onType(opened.at(), Opened.URI, opened.cursor(), typed, new Cancel())).text())
                .isEqualTo(after);
    }
}

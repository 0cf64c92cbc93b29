package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class PaintsTest {
    @Test
    void wordsAreWhatTheyStandFor() {
        check("""
                protocol demo; // a note
                on device "/dev/demo";
                needs sqe128;
                #define LIMIT 0x10
                enum op { READ = 1 };
                struct io { __u8 op; enum op kind; };
                refine struct io { kind bits { 0..3 low; } }
                command IO = _IO('d', LIMIT) { payload struct io; sqe { len as size; } check op == READ && nothing; }
                """,
                """
                KEYWORD protocol, PROTOCOL! demo, COMMENT // a note
                KEYWORD on, KEYWORD device, STRING "/dev/demo"
                KEYWORD needs, CONSTANT* sqe128
                KEYWORD #define, MACRO! LIMIT
                KEYWORD enum, ENUM! op, CONSTANT! READ, NUMBER 1
                KEYWORD struct, STRUCT! io, TYPE* __u8, MEMBER! op, KEYWORD enum, ENUM op, MEMBER! kind
                KEYWORD refine, KEYWORD struct, STRUCT io, MEMBER kind, KEYWORD bits, NUMBER 0, NUMBER 3, VALUE! low
                KEYWORD command, COMMAND! IO, FUNCTION* _IO, STRING 'd', MACRO LIMIT, KEYWORD payload, KEYWORD struct, \
                STRUCT io, KEYWORD sqe, MEMBER* len, KEYWORD as, VALUE! size, KEYWORD check, MEMBER op, CONSTANT READ""");
    }

    @Test
    void aMemberMayBeCalledLikeAKeyword() {
        check("struct io { __u8 payload; };", "KEYWORD struct, STRUCT! io, TYPE* __u8, MEMBER! payload");
    }

    @Test
    void aCommentOverLinesIsOnePieceALine() {
        check("/* one\n   two */ struct a { };",
                "COMMENT /* one\nCOMMENT    two */, KEYWORD struct, STRUCT! a");
    }

    private static void check(String text, String expected) {
        MarkedText marked = MarkedText.of(text);
        var source = marked.text(marked.uri());
        var lines = Paints.of(marked.snapshot(), marked.uri(), new Cancel()).stream()
                .collect(Collectors.groupingBy(piece -> source.lineOf(piece.span().start()), TreeMap::new,
                        Collectors.mapping(piece -> piece.paint() + (piece.declaration() ? "!" : "")
                                + (piece.builtin() ? "*" : "") + " " + source.slice(piece.span()),
                                Collectors.joining(", "))));
        assertThat(String.join("\n", lines.values())).isEqualTo(expected);
    }
}

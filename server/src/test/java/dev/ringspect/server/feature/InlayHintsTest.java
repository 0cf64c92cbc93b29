package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Configuration;
import dev.ringspect.server.state.Configuration.Display;
import org.junit.jupiter.api.Test;

class InlayHintsTest {
    private static final Display LAYOUT = new Display(true, false, false, false, false);
    private static final Display HOLES = new Display(false, true, false, false, false);
    private static final Display NUMBERS = new Display(false, false, true, false, false);

    @Test
    void membersHaveOffsetAndSize() {
        check(LAYOUT, """
                struct a {
                    __u8 x[3], y;
                    union {
                        __u64 token;
                        __u32 half;
                    };
                    __u32 low : 4;
                    __u32 high : 1;
                };
                """, """
                struct a {
                    __u8 x[3],[@0, 3 bytes] y;[@3, 1 byte]
                    union {
                        __u64 token;[@8, 8 bytes]
                        __u32 half;[@8, 4 bytes]
                    };[@8, 8 bytes]
                    __u32 low : 4;[@16.0, 4 bits]
                    __u32 high : 1;[@16.4, 1 bit]
                };
                """);
    }

    @Test
    void holesStandBehindTheMemberBeforeThem() {
        check(HOLES, """
                struct a {
                    __u8 x;
                    struct {
                        __u8 y;
                        __u32 z;
                    };
                    __u8 end;
                };
                """, """
                struct a {
                    __u8 x;[3 bytes unused]
                    struct {
                        __u8 y;[3 bytes unused]
                        __u32 z;
                    };
                    __u8 end;[3 bytes of padding]
                };
                """);
    }

    @Test
    void numbersAreTakenApartOrPutTogether() {
        check(NUMBERS, """
                struct a { __u64 x; };
                #define A _IOWR('a', 1, struct a)
                #define PLAIN 7
                protocol p;
                on socket;
                command FIRST = A | 0xc0086102 { }
                command SECOND = 3;
                """, """
                struct a { __u64 x; };
                #define A _IOWR('a', 1, struct a)[= 0xc0086101]
                #define PLAIN 7
                protocol p;
                on socket;
                command FIRST = A[= 0xc0086101] | 0xc0086102[= _IOWR('a', 0x02, 8 bytes)] { }
                command SECOND = 3;
                """);
    }

    @Test
    void onlyTheRangeIsAnswered() {
        Opened opened = Opened.with("struct a {\n    __u8 x;\n    __u8 y;\n};\n");
        List<Hint> hints = InlayHints.in(opened.at(), opened.text(), opened.text().lineSpan(2), new Cancel());
        assertThat(hints).extracting(Hint::label).containsExactly("@1, 1 byte");
    }

    private static void check(Display display, String before, String after) {
        Opened opened = Opened.with(before);
        List<Hint> hints = InlayHints.in(opened.at().withConfiguration(Configuration.DEFAULT.with(display)),
                opened.text(), new Span(0, opened.text().length()), new Cancel());
        assertThat(opened.text().edited(hints.stream()
                .map(hint -> TextEdit.insert(hint.offset(), "[" + hint.label() + "]")).toList()).text())
                .isEqualTo(after);
    }
}

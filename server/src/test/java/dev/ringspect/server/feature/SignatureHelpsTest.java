package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import dev.ringspect.server.feature.completion.SignatureHelps;
import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

/** What goes between the brackets around the cursor, and which part of it the cursor is at. */
class SignatureHelpsTest {
    @Test
    void theNumberOfACommand() {
        check("protocol d;\ncommand A = _IOWR($0", "_IOWR(letter, number, argument) @letter");
        check("protocol d;\ncommand A = _IOWR('d', 1, str$0)", "_IOWR(letter, number, argument) @argument");
        check("protocol d;\ncommand A = 1 { check BIT((2 + $0", "");
        check("protocol d;\ncommand A = 1 { check BIT((2 + 1) * $0", "BIT(bit) @bit");
        check("protocol d;\ncommand A = _IO('d', 1) $0", "");
    }

    @Test
    void groupsOfBits() {
        check("refine struct io { word bits { $0", "low..high name : meaning @low");
        check("refine struct io { word bits { 0..$0", "low..high name : meaning @high");
        check("refine struct io { word bits { 0..15 $0", "low..high name : meaning @name");
        check("refine struct io { word bits { 0..15 kind : $0", "low..high name : meaning @meaning");
    }

    @Test
    void theCasesOfAVariant() {
        check("""
                enum op { READ, WRITE };
                struct io { enum op op; };
                refine struct io { variant on op { WRI$0 } }
                """, "READ | WRITE: ... @READ");
        check("""
                enum op { READ, WRITE };
                struct io { enum op op; };
                refine struct io { variant on op { WRITE: $0 } }
                """, "READ | WRITE: ... @WRITE");
    }

    private static void check(String marked, String expected) {
        MarkedText text = MarkedText.of(marked);
        Optional<SignatureHelps.Shown> shown = SignatureHelps.of(text.snapshot(), text.uri(), text.offset(),
                new Cancel());
        assertThat(shown
                .map(help -> help.label() + " @" + help.signature().parameters().get(help.active()).name())
                .orElse("")).isEqualTo(expected);
    }
}

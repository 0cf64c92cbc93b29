package dev.ringspect.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.text.SourceText;

class TokensTest {
    @Test
    void everythingIsAToken() {
        check("struct a { __u32 x; }; // end",
                "IDENTIFIER struct|IDENTIFIER a|PUNCTUATOR {|IDENTIFIER __u32|IDENTIFIER x|PUNCTUATOR ;|PUNCTUATOR }"
                        + "|PUNCTUATOR ;|COMMENT // end");
        check("0..15 1.5e+3 0xe+1 6.17", "NUMBER 0|PUNCTUATOR ..|NUMBER 15|NUMBER 1.5e+3|NUMBER 0xe|PUNCTUATOR +"
                + "|NUMBER 1|NUMBER 6.17");
        check("'\\'' \"a\\\"b\" L<<=", "CHARACTER '\\''|STRING \"a\\\"b\"|IDENTIFIER L|PUNCTUATOR <<=");
        check("#define A 1 /* x\n y */ 2\nb", "DIRECTIVE #define A 1 /* x\n y */ 2|IDENTIFIER b");
        check("#if 1 \\\n 2\n a # b", "DIRECTIVE #if 1 \\\n 2|IDENTIFIER a|PUNCTUATOR #|IDENTIFIER b");
    }

    @Test
    void nothingIsLostWhateverTheText() {
        String alphabet = "abz09_ \t\n\r\\\"'/*#{}()[];,.<>=&|!~^%+-?:@$\u00e4\ud83d\ude00";
        Random random = new Random(7);
        for (int run = 0; run < 2000; run++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Tokens tokens = Tokens.of(SourceText.of("t", text.toString()));
            StringBuilder joined = new StringBuilder();
            for (int i = 0; i < tokens.size(); i++) {
                joined.append(tokens.text(i));
            }
            assertThat(joined.toString()).isEqualTo(text.toString());
        }
    }

    @Test
    void whatHasNoEndIsSaid() {
        assertThat(Tokens.of(SourceText.of("t", "a /* b")).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("no end"));
        assertThat(Tokens.of(SourceText.of("t", "\"abc\nint x;")).problems()).hasSize(1);
        assertThat(Tokens.of(SourceText.of("t", "a @ b")).problems()).hasSize(1);
    }

    @Test
    void aCharacterThatBelongsNowhereIsNamedSoThatItCanBeSeen() {
        assertThat(unknown("a @ b")).isEqualTo("the character '@' belongs nowhere here; remove it");
        assertThat(unknown("a \u20ac b")).isEqualTo("the character '\u20ac' belongs nowhere here; remove it");
        assertThat(unknown("a \u001b b")).isEqualTo("the character U+001B belongs nowhere here; remove it");
        assertThat(unknown("a \u202e b")).isEqualTo("the character U+202E belongs nowhere here; remove it");
        assertThat(unknown("a \u00a0 b")).isEqualTo("the character U+00A0 belongs nowhere here; remove it");
    }

    private static String unknown(String text) {
        return Tokens.of(SourceText.of("t", text)).problems().getFirst().message();
    }

    private static void check(String text, String expected) {
        Tokens tokens = Tokens.of(SourceText.of("t", text));
        StringBuilder found = new StringBuilder();
        for (int i = 0; i < tokens.size() - 1; i++) {
            if (tokens.kind(i) != TokenKind.SPACE) {
                found.append(found.isEmpty() ? "" : "|").append(tokens.kind(i)).append(' ').append(tokens.text(i));
            }
        }
        assertThat(found.toString()).isEqualTo(expected);
    }
}

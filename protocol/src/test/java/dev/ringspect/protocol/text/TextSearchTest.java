package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

class TextSearchTest {
    private static final TextSearch ABA = new TextSearch("aba");

    @Test
    void theFirstPlaceAtOrBehindTheStartIsFound() {
        assertThat(ABA.in("xxabababa", 0)).isEqualTo(2);
        assertThat(ABA.in("xxabababa", 3)).isEqualTo(4);
        assertThat(ABA.in("xxabababa", 7)).isEqualTo(-1);
        assertThat(ABA.isIn("ab")).isFalse();
        assertThat(ABA.isIn("")).isFalse();
    }

    @Test
    void charactersBeyondAsciiAreSteppedOver() {
        assertThat(ABA.in("ä€ \uD83D\uDE00aba", 0)).isEqualTo(5);
        assertThat(ABA.in("ab\u0161 aba", 0)).isEqualTo(4);
    }

    @Test
    void itFindsWhatTheJdkFinds() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = letters(random, random.nextInt(40));
            String word = letters(random, 1 + random.nextInt(4));
            int from = random.nextInt(text.length() + 1);
            assertThat(new TextSearch(word).in(text, from)).as("%s in %s from %d", word, text, from)
                    .isEqualTo(text.indexOf(word, from));
        }
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'd').collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }
}

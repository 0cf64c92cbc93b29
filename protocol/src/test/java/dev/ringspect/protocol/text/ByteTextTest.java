package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ByteTextTest {
    @Test
    void whatIsUtf8IsItsText() {
        String text = "a\u00e9\u20ac\ud83d\ude00/x";
        assertThat(ByteText.of(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(ByteText.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyOtherByteSurvives() {
        byte[] all = new byte[512];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i < 256 ? i : 255 - i / 2);
        }
        assertThat(ByteText.bytes(ByteText.of(all))).isEqualTo(all);
    }

    @Test
    void aPathKeepsItsBytes() {
        byte[] name = {'/', 'a', (byte) 0xff, (byte) 0xc3, (byte) 0xa9, ' ', '%'};
        assertThat(ByteText.path(ByteText.of(name)).toUri().getRawPath()).isEqualTo("/a%FF%C3%A9%20%25");
        assertThat(ByteText.path("x\u00e9").toAbsolutePath()).isEqualTo(Path.of("x\u00e9").toAbsolutePath());
        assertThat(ByteText.path("../x").toString()).isEqualTo("../x");
    }
}

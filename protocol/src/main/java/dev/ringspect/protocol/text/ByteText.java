package dev.ringspect.protocol.text;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Arguments and names of files are bytes, and most often UTF-8. What is not becomes a text that loses nothing: a byte that
 * belongs to no character is the lone surrogate U+DC00 + byte, which no text of UTF-8 has.
 */
public final class ByteText {
    private static final int MARK = 0xDC00;
    private static final int FIRST = 0xDC80;
    private static final int LAST = 0xDCFF;
    private static final int BITS = 0xFF;

    private ByteText() {}

    /** The text of {@code bytes}. */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError()) {
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (MARK | (in.get() & BITS)));
            }
            result = decoder.reset().decode(in, out, true);
        }
        return out.flip().toString();
    }

    /** The bytes that {@link #of} makes {@code text} of. */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (isByte(character)) {
                bytes.write(character & BITS);
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
            }
            at += Character.charCount(character);
        }
        return bytes.toByteArray();
    }

    /** The file called {@code text}, whatever bytes its name has and whatever characters the JVM's locale knows. */
    public static Path path(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return Path.of(text);
        }
        StringBuilder uri = new StringBuilder("file://");
        if (!text.startsWith("/")) {
            uri.append(Path.of("").toAbsolutePath().toUri().getRawPath());
        }
        for (byte b : bytes(text)) {
            boolean plain = b == '/' || b == '.' || b == '-' || b == '_' || (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            uri.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & BITS));
        }
        Path absolute = Path.of(URI.create(uri.toString()));
        return text.startsWith("/") ? absolute : Path.of("").toAbsolutePath().relativize(absolute);
    }

    private static boolean isByte(int character) {
        return character >= FIRST && character <= LAST;
    }
}

package dev.ringspect.protocol.report;

import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Characters of one line until it is complete. A JSON writer writes names, quotes and commas one by one; other writers
 * of the library take a lock for each, which costs more than the characters do.
 */
final class LineBuffer extends Writer {
    private static final int USUAL_LINE = 4096;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private char[] characters = new char[USUAL_LINE];
    private int length;

    @Override
    public void write(int character) {
        if (length == characters.length) {
            grow(1);
        }
        characters[length++] = (char) character;
    }

    @Override
    public void write(char[] from, int offset, int count) {
        grow(count);
        System.arraycopy(from, offset, characters, length, count);
        length += count;
    }

    @Override
    public void write(String text) {
        write(text, 0, text.length());
    }

    @Override
    public void write(String text, int offset, int count) {
        grow(count);
        text.getChars(offset, offset + count, characters, length);
        length += count;
    }

    @Override
    public LineBuffer append(CharSequence text) {
        write(text.toString());
        return this;
    }

    /** Writes bytes as a string of two hexadecimal digits each. */
    void quotedHex(MemorySegment memory, long at, int count) {
        grow(2 * count + 2);
        int to = length;
        characters[to++] = '"';
        for (int i = 0; i < count; i++) {
            int value = memory.get(ValueLayout.JAVA_BYTE, at + i);
            characters[to++] = (char) DIGITS[value >>> 4 & 15];
            characters[to++] = (char) DIGITS[value & 15];
        }
        characters[to++] = '"';
        length = to;
    }

    /** Hands the line on and is empty again. */
    void moveTo(Writer lines) throws IOException {
        lines.write(characters, 0, length);
        length = 0;
    }

    private void grow(int by) {
        if (characters.length - length < by) {
            characters = Arrays.copyOf(characters, Math.max(2 * characters.length, length + by));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

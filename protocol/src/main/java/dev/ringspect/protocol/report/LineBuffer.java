package dev.ringspect.protocol.report;

import java.io.IOException;
import dev.ringspect.protocol.decode.CommandBytes;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Characters of one line until it is complete. A JSON writer writes names, quotes and commas one by one; other writers
 * of the library take a lock for each, which costs more than the characters do.
 */
public final class LineBuffer extends Writer {
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

    /** Writes a decimal number. */
    public void number(long value) {
        number(value, 0);
    }

    /** Writes a number, taken as unsigned, as {@code 0x} and its hexadecimal digits. */
    public void hex(long value) {
        write("0x");
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 3) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            write(DIGITS[(int) (value >>> shift) & 15]);
        }
    }

    /** Writes {@code value} as {@code places} digits after a point and the rest before it: 12345, 3 as 12.345. */
    public void fixed(long value, int places) {
        number(value, places);
        grow(1);
        int point = length - places;
        System.arraycopy(characters, point, characters, point + 1, places);
        characters[point] = '.';
        length++;
    }

    private void number(long value, int places) {
        if (value < 0) {
            write('-');
        }
        digits(value, places + 1);
    }

    /** The digits of a number without its sign, at least {@code least} of them. */
    private void digits(long value, int least) {
        int from = length;
        long rest = value;
        do {
            write('0' + (int) Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0 || length - from < least);
        for (int low = from, high = length - 1; low < high; low++, high--) {
            char swapped = characters[low];
            characters[low] = characters[high];
            characters[high] = swapped;
        }
    }

    /** How many characters the line has so far. */
    public int length() {
        return length;
    }

    /** Puts blanks after what was written since {@code from}, until it has {@code width} characters. */
    public void padRight(int from, int width) {
        while (length - from < width) {
            write(' ');
        }
    }

    /** Puts blanks before what was written since {@code from}, until it has {@code width} characters. */
    public void padLeft(int from, int width) {
        int missing = width - (length - from);
        if (missing > 0) {
            grow(missing);
            System.arraycopy(characters, from, characters, from + missing, length - from);
            Arrays.fill(characters, from, from + missing, ' ');
            length += missing;
        }
    }

    /** The line without blanks at its end; the buffer is empty again. */
    public String take() {
        while (length > 0 && characters[length - 1] == ' ') {
            length--;
        }
        String line = new String(characters, 0, length);
        length = 0;
        return line;
    }

    /** Writes bytes as a string of two hexadecimal digits each. */
    void quotedHex(CommandBytes bytes) {
        int count = bytes.size();
        grow(2 * count + 2);
        int to = length;
        characters[to++] = '"';
        for (int i = 0; i < count; i++) {
            int value = bytes.getByte(i);
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

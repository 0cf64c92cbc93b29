package dev.ringspect.protocol.text;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An immutable text with its name and its line index. Offsets are UTF-16 offsets from 0; lines end with {@code \n},
 * {@code \r\n} or {@code \r}. A position outside of the text is moved to the nearest one inside, since an editor and the
 * server may be one edit apart.
 */
public final class SourceText {
    private final String uri;
    private final String text;
    private int @Nullable [] lineStarts;

    private SourceText(String uri, String text) {
        this.uri = uri;
        this.text = text;
    }

    /**
     * A text called {@code uri}.
     *
     * @param uri a {@code file:} URI, {@code builtin:name.uring}, or any other name that findings shall carry
     * @param text the characters
     */
    public static SourceText of(String uri, String text) {
        return new SourceText(uri, text);
    }

    /** What the text is called. */
    public String uri() {
        return uri;
    }

    /** All characters. */
    public String text() {
        return text;
    }

    /** Number of UTF-16 units. */
    public int length() {
        return text.length();
    }

    /** Number of lines, at least 1. */
    public int lineCount() {
        return lineStarts().length;
    }

    /** The line, from 0, that holds {@code offset}. */
    public int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts(), clamp(offset));
        return found >= 0 ? found : -found - 2;
    }

    /** The range of line {@code line} without its line end. */
    public Span lineSpan(int line) {
        int[] starts = lineStarts();
        int at = Math.clamp(line, 0, starts.length - 1);
        int end = at + 1 < starts.length ? starts[at + 1] : text.length();
        int start = starts[at];
        while (end > start && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return new Span(start, end);
    }

    /** The position of {@code offset} in UTF-16 columns. */
    public LineColumn position(int offset) {
        int at = clamp(offset);
        int line = lineOf(at);
        return new LineColumn(line, at - lineStarts()[line]);
    }

    /** The position of {@code offset} with its column in the units of {@code encoding}. */
    public LineColumn position(int offset, Encoding encoding) {
        LineColumn utf16 = position(offset);
        if (encoding == Encoding.UTF_16) {
            return utf16;
        }
        int at = lineStarts()[utf16.line()];
        int end = at + utf16.column();
        int column = 0;
        while (at < end) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            column += encoding.units(character);
        }
        return new LineColumn(utf16.line(), column);
    }

    /** The offset of a position in UTF-16 columns; past the line's end is the line's end. */
    public int offset(LineColumn position) {
        return offset(position, Encoding.UTF_16);
    }

    /** The offset of a position whose column counts units of {@code encoding}; past the line's end is the line's end. */
    public int offset(LineColumn position, Encoding encoding) {
        if (position.line() >= lineStarts().length) {
            return text.length();
        }
        Span line = lineSpan(position.line());
        if (encoding == Encoding.UTF_16) {
            return (int) Math.min(line.end(), (long) line.start() + position.column());
        }
        int at = line.start();
        int column = 0;
        while (at < line.end()) {
            int character = text.codePointAt(at);
            column += encoding.units(character);
            if (column > position.column()) {
                break;
            }
            at += Character.charCount(character);
        }
        return at;
    }

    /** The characters of {@code span}, cut to the text. */
    public String slice(Span span) {
        return text.substring(clamp(span.start()), clamp(span.end()));
    }

    /** {@code span} of this text as a place that a finding can carry. */
    public Location at(Span span) {
        return new Location(uri, span);
    }

    /**
     * The text after {@code edits}, whose ranges are all of this text and do not overlap.
     *
     * @throws IllegalArgumentException when two edits overlap or one lies outside: a mistake of the program that made them
     */
    public SourceText edited(List<TextEdit> edits) {
        List<TextEdit> ordered = edits.stream().sorted(Comparator.comparingInt(edit -> edit.span().start())).toList();
        StringBuilder out = new StringBuilder(text.length() + 64);
        int from = 0;
        for (TextEdit edit : ordered) {
            if (edit.span().start() < from || edit.span().end() > text.length()) {
                throw new IllegalArgumentException("edit " + edit.span() + " overlaps another or leaves the text");
            }
            out.append(text, from, edit.span().start()).append(edit.replacement());
            from = edit.span().end();
        }
        out.append(text, from, text.length());
        return of(uri, out.toString());
    }

    private int clamp(int offset) {
        return Math.clamp(offset, 0, text.length());
    }

    /** Made when it is asked for first, since many texts are only read; two threads that make it make the same. */
    private int[] lineStarts() {
        int[] made = lineStarts;
        if (made == null) {
            made = indexLines(text);
            lineStarts = made;
        }
        return made;
    }

    private static int[] indexLines(String text) {
        int[] starts = new int[16 + text.length() / 32];
        int count = 1;
        // nearly no text has \r; without it the search for line ends is the JVM's own, many times faster than a loop
        boolean returns = text.indexOf('\r') >= 0;
        int at = lineEnd(text, 0, returns);
        while (at >= 0) {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
            }
            starts[count++] = at + 1;
            at = lineEnd(text, at + 1, returns);
        }
        return Arrays.copyOf(starts, count);
    }

    /** The last character of the line end at or after {@code from}; -1 when there is none. */
    private static int lineEnd(String text, int from, boolean returns) {
        if (!returns) {
            return text.indexOf('\n', from);
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return uri + " (" + text.length() + " characters)";
    }
}

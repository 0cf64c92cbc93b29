package dev.ringspect.protocol.text;

/**
 * A half-open range of UTF-16 offsets into one text.
 *
 * @param start first offset, from 0
 * @param end offset after the last character, at least {@code start}
 */
public record Span(int start, int end) {
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span " + start + ".." + end);
        }
    }

    /** Number of UTF-16 units covered. */
    public int length() {
        return end - start;
    }

    /** Whether {@code offset} lies within the span or right after it, as an editor's cursor does. */
    public boolean touches(int offset) {
        return start <= offset && offset <= end;
    }

    /** The smallest span that covers both. */
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }
}

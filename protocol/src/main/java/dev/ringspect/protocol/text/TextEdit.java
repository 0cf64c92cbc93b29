package dev.ringspect.protocol.text;

/**
 * A replacement of one range of a text.
 *
 * @param span the range to replace; an empty one inserts
 * @param replacement what stands there afterwards
 */
public record TextEdit(Span span, String replacement) {
    /** An edit that inserts {@code text} at {@code offset}. */
    public static TextEdit insert(int offset, String text) {
        return new TextEdit(new Span(offset, offset), text);
    }
}

package dev.ringspect.protocol.text;

/**
 * A place in a named text.
 *
 * @param source what the text is called: a {@code file:} URI, or {@code builtin:null.uring} for the protocols that
 *     come with Ringspect
 * @param span the range within it
 */
public record Location(String source, Span span) {}

package dev.ringspect.server.feature;

import dev.ringspect.protocol.text.Span;

/**
 * What a hover shows.
 *
 * @param span the range that it is about
 * @param markdown the text, in Markdown
 */
public record HoverText(Span span, String markdown) {}

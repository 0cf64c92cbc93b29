package dev.ringspect.server.feature;

import dev.ringspect.protocol.text.Span;

/**
 * Words that lead to a file.
 *
 * @param span the words
 * @param target the file's URI
 */
public record Link(Span span, String target) {}

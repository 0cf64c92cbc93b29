package dev.ringspect.protocol.syntax.c;

import dev.ringspect.protocol.text.Span;

/** A name where it is written. */
public record Name(String text, Span span) {}

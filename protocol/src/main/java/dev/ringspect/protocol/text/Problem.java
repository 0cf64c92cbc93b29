package dev.ringspect.protocol.text;

/**
 * What is wrong with a text, said where it is wrong. Front-ends return problems; they never throw on input.
 *
 * @param span the range in the text that was read
 * @param severity how much it matters
 * @param message what was found, what was expected, and what to do; no trailing full stop
 */
public record Problem(Span span, Severity severity, String message) {}

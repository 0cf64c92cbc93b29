package dev.ringspect.server.feature.names;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/**
 * A declaration as the outline of a file shows it.
 *
 * @param name what is declared
 * @param detail a few words more: a type, a number
 * @param kind what it is
 * @param span all of it
 * @param selection its name
 * @param children what is declared within
 */
public record Outline(String name, String detail, SymbolKind kind, Span span, Span selection,
        List<Outline> children) {
    public Outline {
        children = List.copyOf(children);
    }
}

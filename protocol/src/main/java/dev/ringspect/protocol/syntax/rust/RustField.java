package dev.ringspect.protocol.syntax.rust;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/**
 * A field of a struct, union or variant.
 *
 * @param name its name, or its number in a tuple struct
 * @param nameSpan where the name stands; the type's place in a tuple struct
 * @param span attributes, name and type
 * @param attributes its attributes, doc comments left out
 * @param type its type
 */
public record RustField(String name, Span nameSpan, Span span, List<RustMeta> attributes, RustType type) {
    public RustField {
        attributes = List.copyOf(attributes);
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.util.List;

import dev.ringspect.protocol.text.Span;

/**
 * What an attribute says, or a part of it: {@code repr(C, align(8))}, {@code feature = "x"}.
 *
 * @param name its path as written without blanks, or the literal
 * @param value what stands after {@code =} without its quotes, empty when nothing does
 * @param inner what stands in its parentheses
 * @param span where it stands
 */
public record RustMeta(String name, String value, List<RustMeta> inner, Span span) {
    public RustMeta {
        inner = List.copyOf(inner);
    }
}

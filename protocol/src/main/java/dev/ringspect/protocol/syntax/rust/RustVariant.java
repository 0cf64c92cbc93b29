package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/**
 * A variant of an enum.
 *
 * @param name its name
 * @param nameSpan where the name stands
 * @param attributes its attributes
 * @param fields what it carries
 * @param discriminant the value written after {@code =}
 */
public record RustVariant(String name, Span nameSpan, List<RustMeta> attributes, List<RustField> fields,
        Optional<RustExpr> discriminant) {
    public RustVariant {
        attributes = List.copyOf(attributes);
        fields = List.copyOf(fields);
    }
}

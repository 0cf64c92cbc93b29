package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/** An item that matters for layouts. */
public sealed interface RustItem {
    /** What all items have. */
    Head head();

    /** The item's name. */
    default String name() {
        return head().name;
    }

    /**
     * What all items have.
     *
     * @param name its name; empty for an import
     * @param nameSpan where the name stands
     * @param span from its first attribute to its end
     * @param path the modules and functions around it, outermost first; a function is {@code fn name@offset}
     * @param attributes its own attributes
     * @param conditions the {@code cfg} predicates that it and everything around it depends on
     * @param generics its generic parameters, for an associated constant those of the {@code impl}
     * @param macro the macro in whose body it stands, empty when in none
     * @param damaged whether a part of it could not be read
     */
    record Head(String name, Span nameSpan, Span span, List<String> path, List<RustMeta> attributes,
            List<RustMeta> conditions, RustGenerics generics, Optional<String> macro, boolean damaged) {
        public Head {
            path = List.copyOf(path);
            attributes = List.copyOf(attributes);
            conditions = List.copyOf(conditions);
        }
    }

    /** A struct or union. */
    record Struct(Head head, boolean union, boolean tuple, List<RustField> fields) implements RustItem {
        public Struct {
            fields = List.copyOf(fields);
        }
    }

    /** An enum. */
    record Enumeration(Head head, List<RustVariant> variants) implements RustItem {
        public Enumeration {
            variants = List.copyOf(variants);
        }
    }

    /** {@code type Name = T;}. */
    record Alias(Head head, RustType type) implements RustItem {}

    /** {@code const} or {@code static}; {@code owner} is the type of the {@code impl} for an associated constant. */
    record Constant(Head head, Optional<RustType> owner, RustType type, RustExpr value) implements RustItem {}

    /** One name that a {@code use} brings in; the head's name is {@code *} for a glob. */
    record Import(Head head, List<String> target) implements RustItem {
        public Import {
            target = List.copyOf(target);
        }
    }

    /** A module of this text. */
    record Module(Head head) implements RustItem {}
}

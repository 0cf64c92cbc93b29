package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

/** The generic parameters of an item; lifetimes are left out. */
public record RustGenerics(List<Parameter> parameters) {
    public RustGenerics {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param name its name
     * @param constant the type of a constant, {@code const N: T}; empty for a type
     * @param maybeUnsized whether {@code ?Sized} lets it be a slice or a trait object
     * @param standard what it is when no argument is given
     */
    public record Parameter(String name, Optional<RustType> constant, boolean maybeUnsized,
            Optional<RustType.Argument> standard) {}
}

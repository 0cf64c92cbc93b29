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
     * @param constant whether it is {@code const N: T}
     * @param maybeUnsized whether {@code ?Sized} lets it be a slice or a trait object
     * @param standard what it is when no argument is given
     */
    public record Parameter(String name, boolean constant, boolean maybeUnsized,
            Optional<RustType.Argument> standard) {}
}

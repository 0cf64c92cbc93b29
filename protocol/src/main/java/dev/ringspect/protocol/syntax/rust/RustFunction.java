package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Span;

/**
 * A function whose body makes driver calls.
 *
 * @param name its name
 * @param path the scope of its body, as {@link RustCall#path} has it
 * @param trait the last name of the trait that the {@code impl} around it is for
 * @param owner the type of the {@code impl} around it
 * @param locals its parameters and the names that {@code let} makes, in the order of the text
 * @param body where the body stands, without its braces
 * @param steps the body
 */
public record RustFunction(String name, List<String> path, Optional<String> trait, Optional<RustType> owner,
        List<Local> locals, Span body, List<RustStep> steps) {
    public RustFunction {
        path = List.copyOf(path);
        locals = List.copyOf(locals);
        steps = List.copyOf(steps);
    }

    /**
     * A name for a value.
     *
     * @param from where it begins to be known
     * @param to the end of the block that knows it
     * @param type its type, where that is written down
     * @param value what it is made of, where it has no type written down
     */
    public record Local(String name, int from, int to, Optional<RustType> type, Optional<RustOperand> value) {}
}

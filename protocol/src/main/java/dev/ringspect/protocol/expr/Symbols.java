package dev.ringspect.protocol.expr;

import java.util.Optional;
import java.util.OptionalLong;

/** The names that an expression may use. */
@FunctionalInterface
public interface Symbols {
    /** No name at all. */
    Symbols NONE = _ -> Optional.empty();

    /** What {@code path} ({@code res}, {@code sqe.level}, {@code EINVAL}) stands for; empty when nothing has this name. */
    Optional<Symbol> find(String path);

    /** What to say about a name that stands for nothing. */
    default String missing(String path) {
        return "nothing is called '" + path + "' here";
    }

    /** The size in bytes of a type, where it is known; integer types of C are known without being asked for. */
    default OptionalLong sizeOf(Expr.TypeName type) {
        return OptionalLong.empty();
    }
}

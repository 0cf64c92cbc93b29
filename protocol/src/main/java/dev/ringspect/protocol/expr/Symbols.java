package dev.ringspect.protocol.expr;

import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.layout.Abi;

/** The names that an expression may use. */
@FunctionalInterface
public interface Symbols {
    /** No name at all. */
    Symbols NONE = _ -> Optional.empty();

    /** What {@code path} ({@code res}, {@code sqe.level}, {@code EINVAL}) stands for; empty when nothing has this name. */
    Optional<Symbol> find(String path);

    /** Why {@code path} is known and yet cannot be used; empty when it stands for nothing. */
    default Optional<String> unusable(String path) {
        return Optional.empty();
    }

    /** What to say about a name that stands for nothing. */
    default String missing(String path) {
        return "nothing is called '" + path + "' here";
    }

    /** What the use of a macro, none of those that are built in, comes to. */
    sealed interface Called {
        /** A number. */
        record Value(long value) implements Called {}

        /** Nothing, and why. */
        record Unknown(String why) implements Called {}
    }

    /** What {@code call} comes to. */
    default Called call(Expr.Call call) {
        return new Called.Unknown("'" + call.name() + "' is not known; _IO, _IOR, _IOW, _IOWR and BIT are");
    }

    /** The ABI whose sizes {@code sizeof}, {@code offsetof} and casts go by. */
    default Abi abi() {
        return Abi.X86_64;
    }

    /**
     * The size in bytes of a type, where it is known; integer types of C are known without being asked for.
     *
     * @param type a type's name without pointers or dimensions
     */
    default OptionalLong sizeOf(Expr.TypeName type) {
        return OptionalLong.empty();
    }

    /** What to say about a type whose size is not known. */
    default String unmeasured(Expr.TypeName type) {
        return "the size of '" + type.name() + "' is not known here";
    }

    /** Bytes from the start of a struct to its member, where both are known. */
    default OptionalLong offsetOf(Expr.TypeName type, String path) {
        return OptionalLong.empty();
    }
}

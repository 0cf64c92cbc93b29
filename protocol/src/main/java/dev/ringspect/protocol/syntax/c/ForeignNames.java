package dev.ringspect.protocol.syntax.c;

import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.layout.Type;

/** What a C text can name though no C declares it: types and constants that were read from another language. */
public interface ForeignNames {
    /** Nothing. */
    ForeignNames NONE = new ForeignNames() {
        @Override
        public Optional<Type> type(String name) {
            return Optional.empty();
        }

        @Override
        public OptionalLong constant(String name) {
            return OptionalLong.empty();
        }
    };

    /** The type that C would call {@code name}: {@code struct point}, {@code enum color}, {@code handle_t}. */
    Optional<Type> type(String name);

    /** The constant called {@code name}, as a 64-bit pattern. */
    OptionalLong constant(String name);
}

package dev.ringspect.protocol.traffic;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

import dev.ringspect.protocol.decode.CommandBytes;

/** What kind of thing a {@link RequestColumn} holds, and how it is read. */
public sealed interface ColumnValue {
    /** How wide a number is. */
    enum Width {
        U8, S32, U32, S64, U64;

        /** Whether it needs all 64 bits without a sign. */
        public boolean isUnsigned64() {
            return this == U64;
        }
    }

    /**
     * A number, zero- or sign-extended to 64 bits.
     *
     * @param hex whether people write it in hexadecimal: an address, a mark, a code
     */
    record Numeric(Width width, boolean hex, ToLongFunction<RequestView> of) implements ColumnValue {}

    /**
     * A word of flags: 32 bits without a sign.
     *
     * @param names the names of those that are set in it
     */
    record Flags(ToIntFunction<RequestView> of, IntFunction<List<String>> names) implements ColumnValue {
        /** The word as a number. */
        public long number(RequestView request) {
            return Integer.toUnsignedLong(of.applyAsInt(request));
        }
    }

    /** A text. */
    record Text(Function<RequestView, String> of) implements ColumnValue {}

    /**
     * Some words, in their order.
     *
     * @param has whether a word is among them; allocates nothing
     */
    record Words(Function<RequestView, List<String>> of, BiPredicate<RequestView, String> has) implements ColumnValue {}

    /**
     * What the request is called by the protocols in force.
     *
     * @param is whether it is called so; allocates nothing
     */
    record Meant(Function<ResolvedCommand, Optional<String>> of, BiPredicate<ResolvedCommand, String> is)
            implements
                ColumnValue {}

    /** Its CQEs. */
    record Completions(Function<RequestView, List<Completion>> of) implements ColumnValue {}

    /** Bytes, none where they were not seen. */
    record Bytes(Pointer of) implements ColumnValue {
        /** Points the caller's {@code at} at them. */
        @FunctionalInterface
        public interface Pointer {
            /** The bytes of {@code request}, which is {@code at}. */
            CommandBytes at(RequestView request, CommandBytes at);
        }
    }
}

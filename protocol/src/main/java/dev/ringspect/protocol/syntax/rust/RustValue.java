package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;

import dev.ringspect.protocol.text.Span;

/** What a constant expression gave. */
sealed interface RustValue {
    /** A number of a type, {@code bool} and {@code char} included; the type is empty for a literal without suffix. */
    record Known(BigInteger value, String type) implements RustValue {
        boolean isTrue() {
            return value.signum() != 0;
        }
    }

    /** No number; {@code reason} says why. */
    record Unknown(String reason, Span span) implements RustValue {}
}

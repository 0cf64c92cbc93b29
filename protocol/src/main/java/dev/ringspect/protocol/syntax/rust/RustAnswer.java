package dev.ringspect.protocol.syntax.rust;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/** A type that was asked for: either Rust promises its layout, or the reason why it does not. */
public sealed interface RustAnswer {
    /**
     * A type with a promised layout.
     *
     * @param type the type, to be laid out by the layout engine for the target's ABI
     * @param assumed what was taken for granted on the way, empty when nothing was
     */
    record Known(Type type, String assumed) implements RustAnswer {}

    /**
     * A type whose layout is not promised, or cannot be known from this text.
     *
     * @param reason why, as a clause without a full stop
     * @param span the place that is the reason
     */
    record Unspecified(String reason, Span span) implements RustAnswer {}
}

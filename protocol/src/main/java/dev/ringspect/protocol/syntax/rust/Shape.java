package dev.ringspect.protocol.syntax.rust;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Span;

/**
 * What is known of a type.
 *
 * @param answer its layout
 * @param neverNull whether Rust promises that {@code Option} of it has its own layout
 * @param empty whether it is known to have no bytes and no alignment
 * @param weight how many fields it has in all, those of its fields' types included
 */
record Shape(RustAnswer answer, boolean neverNull, boolean empty, long weight) {
    static Shape of(Type type) {
        return new Shape(new RustAnswer.Known(type, ""), false, false, 1);
    }

    static Shape neverNull(Type type) {
        return new Shape(new RustAnswer.Known(type, ""), true, false, 1);
    }

    static Shape unspecified(String reason, Span span) {
        return new Shape(new RustAnswer.Unspecified(reason, span), false, false, 1);
    }

    Shape assuming(String assumed) {
        return answer instanceof RustAnswer.Known(Type type, String before) && !assumed.isEmpty()
                ? new Shape(new RustAnswer.Known(type, before.isEmpty() ? assumed : before + "; " + assumed), neverNull,
                        empty, weight)
                : this;
    }

    /** The same layout under another name. */
    Shape named(String name, boolean stillNeverNull) {
        return answer instanceof RustAnswer.Known(Type type, String assumed)
                ? new Shape(new RustAnswer.Known(new Type.Typedef(name, type, 0), assumed), stillNeverNull, empty,
                        weight)
                : this;
    }
}

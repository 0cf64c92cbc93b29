package dev.ringspect.server.feature.names;

import dev.ringspect.protocol.text.Span;

/**
 * A piece of a text and what it is, for its colour. It never spans lines.
 *
 * @param span the piece
 * @param paint what it is
 * @param declaration whether a name is declared there
 * @param builtin whether it is a name that no file declares
 */
public record Painted(Span span, Paint paint, boolean declaration, boolean builtin) {
    /** What a piece of a text is. The order is that of the legend which clients are told. */
    public enum Paint {
        KEYWORD, COMMENT, STRING, NUMBER, PROTOCOL, COMMAND, STRUCT, ENUM, TYPE, MEMBER, VALUE, CONSTANT, MACRO, FUNCTION
    }

    static Painted plain(Span span, Paint paint) {
        return new Painted(span, paint, false, false);
    }
}

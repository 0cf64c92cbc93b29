package dev.ringspect.protocol.format;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;

/**
 * Something that is printed without a change inside: a token, a comment, a directive, or a stretch that is left alone.
 *
 * @param kind what it is
 * @param span where it stands in the source
 * @param text its characters
 */
record Piece(Kind kind, Span span, String text) {
    /** Kinds that differ in what may stand around them. */
    enum Kind {
        /** A name or a keyword. */
        WORD,
        /** A number, a string or a character. */
        LITERAL,
        /** An operator or a bracket. */
        PUNCTUATOR,
        /** A line that starts with {@code #}. */
        DIRECTIVE,
        /** A comment up to the end of its line. */
        LINE_COMMENT,
        /** A comment that may have something after it. */
        BLOCK_COMMENT,
        /** Text that does not parse. */
        VERBATIM
    }

    /** The kind of a token that is no white space. */
    static Kind kindOf(TokenKind token, String text) {
        return switch (token) {
            case IDENTIFIER -> Kind.WORD;
            case NUMBER, STRING, CHARACTER -> Kind.LITERAL;
            case PUNCTUATOR -> Kind.PUNCTUATOR;
            case DIRECTIVE -> Kind.DIRECTIVE;
            case COMMENT -> text.startsWith("//") ? Kind.LINE_COMMENT : Kind.BLOCK_COMMENT;
            case SPACE, UNKNOWN, END -> Kind.VERBATIM;
        };
    }

    /** Whether it is this token of a statement. */
    boolean is(String token) {
        return isCode() && text.equals(token);
    }

    boolean isComment() {
        return kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT;
    }

    /** Whether it belongs to a statement: no comment, no directive, nothing left alone. */
    boolean isCode() {
        return kind == Kind.WORD || kind == Kind.LITERAL || kind == Kind.PUNCTUATOR;
    }

    /** Whether nothing else may stand after it on its line. */
    boolean endsLine() {
        return kind == Kind.LINE_COMMENT || kind == Kind.DIRECTIVE || kind == Kind.VERBATIM;
    }
}

package dev.ringspect.server.feature.completion;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;

/** A token before the cursor. */
record Word(TokenKind kind, String text, Span span) {
    boolean is(String wanted) {
        return text.equals(wanted);
    }

    /** Whether an operand may end with it, so that an operator or the end is what comes next. */
    boolean endsOperand() {
        return switch (kind) {
            case IDENTIFIER, NUMBER, STRING, CHARACTER -> true;
            case PUNCTUATOR -> is(")") || is("]") || is("*");
            case DIRECTIVE, SPACE, COMMENT, UNKNOWN, END -> false;
        };
    }
}

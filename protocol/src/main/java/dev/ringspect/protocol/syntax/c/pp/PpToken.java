package dev.ringspect.protocol.syntax.c.pp;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;

/** A token with the place where it is spelled. Immutable, so that a file's tokens can be shared by all who include it. */
final class PpToken {
    static final int SPACE_BEFORE = 1;
    static final int NEW_LINE = 2;
    static final int FIRST_COLUMN = 4;
    /** It names a macro that was being expanded when it was seen, and so never is expanded. */
    static final int PAINTED = 8;

    final TokenKind kind;
    final String text;
    final SourceText source;
    final int start;
    final int end;
    private final int flags;

    PpToken(TokenKind kind, String text, SourceText source, int start, int end, int flags) {
        this.kind = kind;
        this.text = text;
        this.source = source;
        this.start = start;
        this.end = end;
        this.flags = flags;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean is(String other) {
        return text.equals(other);
    }

    boolean isName() {
        return kind == TokenKind.IDENTIFIER;
    }

    PpToken painted() {
        return new PpToken(kind, text, source, start, end, flags | PAINTED);
    }

    /** The same token, separated from the one before as {@code other} is. */
    PpToken spacedLike(PpToken other) {
        int mask = SPACE_BEFORE | NEW_LINE | FIRST_COLUMN;
        int wanted = (flags & ~mask) | (other.has(SPACE_BEFORE) || other.has(NEW_LINE) ? SPACE_BEFORE : 0);
        return wanted == flags ? this : new PpToken(kind, text, source, start, end, wanted);
    }

    /** Another token in its place. */
    PpToken with(TokenKind otherKind, String otherText) {
        return new PpToken(otherKind, otherText, source, start, end, flags);
    }

    Span span() {
        return new Span(start, end);
    }

    Location where() {
        return source.at(span());
    }
}

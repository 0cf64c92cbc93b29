package dev.ringspect.protocol.syntax.uring;

import java.util.Optional;

import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.expr.NumberText;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** What all parts of the layout language are made of: names, strings, blocks, and the ends of lines. */
final class PartReader {
    final TokenCursor cursor;
    final ExprParser expressions;

    PartReader(TokenCursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExprParser(cursor);
    }

    Optional<Name> name(String expected) {
        if (cursor.kind() != TokenKind.IDENTIFIER || cursor.atStarter()) {
            cursor.problem(cursor.span(), "expected " + expected + cursor.found());
            cursor.recover();
            return Optional.empty();
        }
        Name name = new Name(cursor.text(), cursor.span());
        cursor.advance();
        return Optional.of(name);
    }

    Optional<UringItem.Quoted> quoted(String expected) {
        if (cursor.kind() != TokenKind.STRING) {
            cursor.problem(cursor.span(), "expected " + expected + cursor.found());
            return Optional.empty();
        }
        Span span = cursor.span();
        String text = NumberText.string(cursor.text()).orElse("");
        cursor.advance();
        return Optional.of(new UringItem.Quoted(text, span));
    }

    Severity severity() {
        for (Severity severity : Severity.values()) {
            if (cursor.take(severity.word())) {
                return severity;
            }
        }
        return Severity.ERROR;
    }

    /** Reads {@code { ... }} part by part, and a semicolon after; the closing brace may be missing. */
    void block(String owner, Runnable part) {
        if (openBlock(owner, part)) {
            cursor.take(";");
        }
    }

    /** Reads {@code { ... }} part by part; false where the closing brace is missing. */
    boolean openBlock(String owner, Runnable part) {
        int open = cursor.position();
        Span brace = cursor.span();
        if (!cursor.expect("{", "after " + owner)) {
            return false;
        }
        while (!cursor.is("}")) {
            if (cursor.blockWasLeft(open)) {
                cursor.problem(brace, "the '{' of " + owner + " is never closed; add '}'");
                return false;
            }
            int before = cursor.position();
            if (!cursor.take(";")) {
                part.run();
            }
            if (cursor.position() == before) {
                cursor.advance();
            }
        }
        cursor.advance();
        return true;
    }

    void endOf(String what) {
        if (!cursor.expect(";", "after " + what) && !cursor.onNewLine() && !cursor.is("}")) {
            cursor.recover();
        }
    }

    boolean atEndOfPart() {
        return cursor.atEnd() || cursor.isOneOf(";", "}") || cursor.atStarter();
    }
}

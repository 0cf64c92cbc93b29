package dev.ringspect.protocol.syntax.uring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.ExprParser;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.token.TokenCursor;
import dev.ringspect.protocol.token.TokenKind;

/** Parses {@code send "text" COMMAND to "path" { field = value, ... } expect condition within 2s;}. */
final class SendParser {
    private final PartReader reader;
    private final TokenCursor cursor;
    private final ExprParser expressions;

    SendParser(PartReader reader) {
        this.reader = reader;
        this.cursor = reader.cursor;
        this.expressions = reader.expressions;
    }

    Optional<UringItem.Send> parse() {
        int start = cursor.span().start();
        cursor.advance();
        Optional<UringItem.Quoted> title = reader.quoted("what is sent, in quotes, after send");
        if (title.isEmpty()) {
            cursor.recover();
            return Optional.empty();
        }
        Optional<Name> command = reader.name("the command to send");
        if (command.isEmpty()) {
            return Optional.empty();
        }
        if (!cursor.expect("to", "and the file in quotes after the command")) {
            cursor.recover();
            return Optional.empty();
        }
        Optional<UringItem.Quoted> path = reader.quoted("the path of the file in quotes");
        if (path.isEmpty()) {
            cursor.recover();
            return Optional.empty();
        }
        List<UringItem.Assigned> fields = new ArrayList<>();
        if (cursor.is("{")) {
            reader.openBlock("send", () -> assignment(fields));
        }
        Optional<Expr> expect = cursor.take("expect") ? expressions.parse() : Optional.empty();
        Optional<Name> within = Optional.empty();
        if (cursor.take("within")) {
            if (cursor.kind() == TokenKind.NUMBER) {
                within = Optional.of(new Name(cursor.text(), cursor.span()));
                cursor.advance();
            } else {
                cursor.problem(cursor.span(), "expected a time such as 2s or 500ms after within" + cursor.found());
                while (!reader.atEndOfPart()) {
                    cursor.advance();
                }
            }
        }
        reader.endOf("the send");
        return Optional.of(new UringItem.Send(title.get(), command.get(), path.get(), fields, expect, within,
                cursor.spanFrom(start)));
    }

    private void assignment(List<UringItem.Assigned> fields) {
        int start = cursor.span().start();
        if (cursor.take(",")) {
            return;
        }
        if (cursor.kind() != TokenKind.IDENTIFIER || cursor.atStarter()) {
            cursor.problem(cursor.span(), "expected a field's name" + cursor.found());
            next();
            return;
        }
        Expr.Name field = expressions.name();
        if (!cursor.expect("=", "and a value after " + field.path())) {
            next();
            return;
        }
        Optional<Expr> value = expressions.parse();
        if (value.isEmpty()) {
            next();
            return;
        }
        fields.add(new UringItem.Assigned(field, value.get(), cursor.spanFrom(start)));
        if (!cursor.take(",") && !cursor.is("}") && !cursor.is(";")) {
            cursor.expect(",", "between the fields");
            if (!cursor.onNewLine()) {
                next();
            }
        }
    }

    /** Steps after the next comma, or before what ends the block. */
    private void next() {
        while (!cursor.atEnd() && !cursor.is("}") && !cursor.is(";") && !cursor.atStarter()) {
            if (cursor.take(",")) {
                return;
            }
            cursor.advance();
        }
    }
}

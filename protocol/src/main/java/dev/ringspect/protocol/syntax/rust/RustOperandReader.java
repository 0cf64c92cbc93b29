package dev.ringspect.protocol.syntax.rust;

import java.util.List;
import java.util.Optional;

/** Reads an expression as far as its type can be told from it. */
final class RustOperandReader {
    private RustOperandReader() {}

    /** What the tokens from {@code from} to the one before {@code to} are; empty for what is not understood. */
    static Optional<RustOperand> read(RustTokens tokens, int from, int to) {
        RustCursor cursor = new RustCursor(tokens, from, to);
        while (!cursor.atEnd()) {
            // a reference to a value has what is asked for as the value itself
            boolean enclosed = cursor.is('(') && tokens.close(cursor.at) == cursor.end - 1;
            if (enclosed) {
                cursor.at++;
                cursor.end--;
            } else if (!cursor.take('&') && !cursor.takeWord("mut")) {
                break;
            }
        }
        if (!cursor.isName()) {
            return Optional.empty();
        }
        int start = cursor.at;
        List<RustType.Segment> segments = new RustTypeParser(cursor).segments(true);
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        RustType.Path path = new RustType.Path(segments, cursor.span(start));
        RustOperand operand = new RustOperand.Named(path.last().name());
        if (cursor.is('{') && Character.isUpperCase(path.last().name().charAt(0))) {
            operand = new RustOperand.Of(path);
            cursor.skip();
        } else if (cursor.is('(')) {
            operand = Character.isUpperCase(path.last().name().charAt(0))
                    ? new RustOperand.Of(path)
                    : new RustOperand.Called(path);
            cursor.skip();
        } else if (segments.size() > 1) {
            return Optional.empty();
        }
        return rest(cursor, operand);
    }

    private static Optional<RustOperand> rest(RustCursor cursor, RustOperand first) {
        RustOperand operand = first;
        while (!cursor.atEnd()) {
            if (cursor.take('?')) {
                continue;
            }
            if (!cursor.take('.') || cursor.atEnd()) {
                return Optional.empty();
            }
            String name = cursor.tokens.name(cursor.at++);
            if (cursor.is('(')) {
                boolean same = switch (name) {
                    case "unwrap", "expect", "clone", "unwrap_or_default" -> true;
                    default -> false;
                };
                if (!same) {
                    return Optional.empty();
                }
                cursor.skip();
            } else {
                operand = new RustOperand.Field(operand, name);
            }
        }
        return Optional.of(operand);
    }
}

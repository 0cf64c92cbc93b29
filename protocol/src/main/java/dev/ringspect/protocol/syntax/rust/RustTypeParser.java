package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;

/** Reads types and generic arguments at a cursor. Whatever stands there, it gives a type. */
final class RustTypeParser {
    private final RustCursor cursor;

    RustTypeParser(RustCursor cursor) {
        this.cursor = cursor;
    }

    /** A type where bounds may follow it: {@code Trait + Send}, as trait objects were written before {@code dyn}. */
    RustType bounded() {
        int start = cursor.at;
        RustType type = type();
        if (!cursor.is('+') || cursor.isJoined("+=")) {
            return type;
        }
        bounds();
        return new RustType.TraitObject(cursor.span(start));
    }

    RustType type() {
        int start = cursor.at;
        if (!cursor.enter()) {
            cursor.leave();
            cursor.skip();
            if (cursor.is('<')) {
                cursor.skipAngles();
            }
            return new RustType.Other("a type nested too deeply", cursor.span(start));
        }
        RustType type = read(start);
        cursor.leave();
        return type;
    }

    private RustType read(int start) {
        if (cursor.is('(')) {
            return tuple(start);
        }
        if (cursor.is('[')) {
            return array(start);
        }
        if (cursor.is('*')) {
            cursor.at++;
            if (!cursor.takeWord("const")) {
                cursor.takeWord("mut");
            }
            RustType target = type();
            return new RustType.Pointer(target, false, cursor.span(start));
        }
        if (cursor.is('&')) {
            cursor.at++;
            if (!cursor.atEnd() && cursor.tokens.kind(cursor.at) == RustTokenKind.LIFETIME) {
                cursor.at++;
            }
            cursor.takeWord("mut");
            RustType target = type();
            return new RustType.Pointer(target, true, cursor.span(start));
        }
        if (cursor.take('!')) {
            return new RustType.Never(cursor.span(start));
        }
        if (cursor.isWord("dyn") || cursor.isWord("impl")) {
            bounds();
            return new RustType.TraitObject(cursor.span(start));
        }
        if (cursor.isWord("for") && !isFunction()) {
            bounds();
            return new RustType.TraitObject(cursor.span(start));
        }
        if (cursor.isWord("for") || cursor.isWord("unsafe") || cursor.isWord("extern") || cursor.isWord("fn")) {
            return function(start);
        }
        if (cursor.is('<')) {
            cursor.skipAngles();
            while (cursor.takeJoined("::") && cursor.isName()) {
                cursor.at++;
                if (cursor.is('<')) {
                    cursor.skipAngles();
                }
            }
            return new RustType.Other("an associated type of a trait", cursor.span(start));
        }
        if (cursor.isName() || cursor.isJoined("::")) {
            return path(start);
        }
        return new RustType.Other("no type", cursor.span(start));
    }

    private RustType path(int start) {
        List<RustType.Segment> segments = segments(false);
        if (cursor.is('!')) {
            cursor.at++;
            cursor.skip();
            return new RustType.Other("a type that a macro makes", cursor.span(start));
        }
        return segments.isEmpty() || segments.getLast().name().equals("::")
                ? new RustType.Other("no type", cursor.span(start))
                : new RustType.Path(segments, cursor.span(start));
    }

    /** @param expression whether generic arguments need {@code ::} before them, as in expressions */
    List<RustType.Segment> segments(boolean expression) {
        List<RustType.Segment> segments = new ArrayList<>();
        if (cursor.takeJoined("::")) {
            segments.add(new RustType.Segment("::", List.of()));
        }
        while (cursor.isName()) {
            String name = cursor.tokens.name(cursor.at++);
            List<RustType.Argument> arguments = List.of();
            if (!expression && cursor.is('<')) {
                arguments = arguments();
            } else if (cursor.isJoined("::") && cursor.tokens.is(cursor.at + 2, '<') && cursor.at + 2 < cursor.end) {
                cursor.at += 2;
                arguments = arguments();
            } else if (!expression && cursor.is('(')) {
                cursor.skip();
                if (cursor.takeJoined("->")) {
                    type();
                }
            }
            segments.add(new RustType.Segment(name, arguments));
            if (!cursor.isJoined("::")) {
                break;
            }
            cursor.at += 2;
        }
        return segments;
    }

    private List<RustType.Argument> arguments() {
        List<RustType.Argument> arguments = new ArrayList<>();
        cursor.at++;
        while (!cursor.atEnd() && !cursor.is('>')) {
            int before = cursor.at;
            argument(arguments);
            if (!cursor.take(',') && !cursor.is('>')) {
                if (cursor.is(';') || cursor.is('}') || cursor.is('{') || cursor.at == before) {
                    return arguments;
                }
            }
        }
        cursor.take('>');
        return arguments;
    }

    private void argument(List<RustType.Argument> arguments) {
        if (cursor.tokens.kind(cursor.at) == RustTokenKind.LIFETIME) {
            cursor.at++;
        } else if (cursor.isName() && cursor.tokens.is(cursor.at + 1, '=')
                && !cursor.tokens.isJoined(cursor.at + 1, "==")) {
            cursor.at += 2;
            bounded();
        } else if (cursor.is('{') || cursor.is('-') || cursor.isWord("true") || cursor.isWord("false")
                || cursor.tokens.kind(cursor.at) == RustTokenKind.NUMBER
                || cursor.tokens.kind(cursor.at) == RustTokenKind.STRING
                || cursor.tokens.kind(cursor.at) == RustTokenKind.CHARACTER) {
            arguments.add(new RustType.Argument.OfValue(new RustExprParser(cursor).argument()));
        } else {
            arguments.add(new RustType.Argument.OfType(bounded()));
            if (cursor.take(':')) {
                bounds();
            }
        }
    }

    private RustType tuple(int start) {
        RustCursor inside = inside();
        RustTypeParser parser = new RustTypeParser(inside);
        List<RustType> elements = new ArrayList<>();
        boolean comma = false;
        while (!inside.atEnd()) {
            int before = inside.at;
            elements.add(parser.bounded());
            comma = inside.take(',');
            if (inside.at == before) {
                break;
            }
        }
        boolean single = elements.size() == 1 && !comma;
        return single ? elements.getFirst() : new RustType.Tuple(elements, cursor.span(start));
    }

    private RustType array(int start) {
        RustCursor inside = inside();
        RustType element = new RustTypeParser(inside).type();
        if (inside.take(';')) {
            RustExpr length = new RustExprParser(inside).whole();
            return new RustType.Array(element, length, cursor.span(start));
        }
        return inside.atEnd()
                ? new RustType.Slice(element, cursor.span(start))
                : new RustType.Other("no type", cursor.span(start));
    }

    /** A cursor for what the bracket here holds; the own one steps after it. */
    private RustCursor inside() {
        RustCursor inside = cursor.within();
        cursor.skip();
        return inside;
    }

    /** Whether {@code for<'a>} here belongs to a pointer to a function, and not to a trait. */
    private boolean isFunction() {
        RustCursor ahead = new RustCursor(cursor.tokens, cursor.at + 1, cursor.end);
        ahead.skipAngles();
        return ahead.isWord("fn") || ahead.isWord("unsafe") || ahead.isWord("extern");
    }

    private RustType function(int start) {
        if (cursor.takeWord("for") && cursor.is('<')) {
            cursor.skipAngles();
        }
        while (cursor.isWord("unsafe") || cursor.isWord("extern")
                || (!cursor.atEnd() && cursor.tokens.kind(cursor.at) == RustTokenKind.STRING)) {
            cursor.at++;
        }
        if (!cursor.takeWord("fn") || !cursor.is('(')) {
            return new RustType.Other("no type", cursor.span(start));
        }
        cursor.skip();
        if (cursor.takeJoined("->")) {
            type();
        }
        return new RustType.Function(cursor.span(start));
    }

    /** Steps over bounds: up to what cannot belong to one. */
    private void bounds() {
        while (!cursor.atEnd() && !cursor.is(',') && !cursor.is(';') && !cursor.is('>') && !cursor.is('=')
                && !cursor.is('{') && !cursor.is('}')) {
            if (cursor.is('<')) {
                cursor.skipAngles();
            } else if (cursor.isJoined("->")) {
                cursor.at += 2;
            } else {
                cursor.skip();
            }
        }
    }
}

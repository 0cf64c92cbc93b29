package dev.ringspect.protocol.syntax.rust;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads constant expressions at a cursor. Whatever stands there, it gives an expression. */
final class RustExprParser {
    /** Operators from the loosest to the tightest, as the Rust reference orders them. */
    private static final List<List<String>> LEVELS = List.of(List.of("||"), List.of("&&"),
            List.of("==", "!=", "<=", ">=", "<", ">"), List.of("|"), List.of("^"), List.of("&"), List.of("<<", ">>"),
            List.of("+", "-"), List.of("*", "/", "%"));
    private static final int LONGEST_NUMBER = 200;

    private final RustCursor cursor;

    RustExprParser(RustCursor cursor) {
        this.cursor = cursor;
    }

    /** An expression that has to be all that is left. */
    RustExpr whole() {
        int start = cursor.at;
        RustExpr value = expression();
        if (cursor.atEnd()) {
            return value;
        }
        cursor.at = cursor.end;
        return new RustExpr.Other("an expression of a form that is not evaluated", cursor.span(start));
    }

    RustExpr expression() {
        cursor.attributes();
        return level(0);
    }

    /** A generic argument: a literal or a block. */
    RustExpr argument() {
        return unary();
    }

    private RustExpr level(int level) {
        int start = cursor.at;
        if (level == LEVELS.size()) {
            return cast();
        }
        RustExpr left = level(level + 1);
        String operator = operator(level);
        while (!operator.isEmpty()) {
            cursor.at += operator.length();
            RustExpr right = level(level + 1);
            left = new RustExpr.Binary(operator, left, right, cursor.span(start));
            operator = operator(level);
        }
        return left;
    }

    private String operator(int level) {
        for (String operator : LEVELS.get(level)) {
            if (cursor.isJoined(operator) && !isLonger(operator)) {
                return operator;
            }
        }
        return "";
    }

    /** Whether what stands here is a longer operator than this one: {@code ||} for {@code |}, {@code +=} for {@code +}. */
    private boolean isLonger(String operator) {
        char last = operator.charAt(operator.length() - 1);
        boolean doubled = operator.length() == 1 && "|&<>".indexOf(last) >= 0 && cursor.isJoined(operator + operator);
        boolean assigns = !operator.endsWith("=") && cursor.isJoined(operator + "=");
        return doubled || assigns;
    }

    private RustExpr cast() {
        int start = cursor.at;
        RustExpr value = unary();
        while (cursor.takeWord("as")) {
            RustType type = new RustTypeParser(cursor).type();
            value = new RustExpr.Cast(value, type, cursor.span(start));
        }
        return value;
    }

    private RustExpr unary() {
        int start = cursor.at;
        if (!cursor.enter()) {
            cursor.leave();
            cursor.at = cursor.end;
            return new RustExpr.Other("an expression nested too deeply", cursor.span(start));
        }
        RustExpr value;
        if (cursor.is('-') || cursor.is('!')) {
            char operator = cursor.is('-') ? '-' : '!';
            cursor.at++;
            RustExpr operand = unary();
            value = new RustExpr.Unary(operator, operand, cursor.span(start));
        } else {
            value = postfix(start, primary(start));
        }
        cursor.leave();
        return value;
    }

    private RustExpr postfix(int start, RustExpr value) {
        if (!cursor.is('.') && !cursor.is('?') && !cursor.is('[')
                && !(cursor.is('(') && value instanceof RustExpr.Call)) {
            return value;
        }
        while (!cursor.atEnd() && !cursor.is(',') && !cursor.is(';') && !cursor.is('}')) {
            cursor.skip();
        }
        return new RustExpr.Other("a call of a method, or an access to a field or an element", cursor.span(start));
    }

    private RustExpr primary(int start) {
        if (cursor.atEnd()) {
            return new RustExpr.Other("no expression", cursor.span(start));
        }
        return switch (cursor.tokens.kind(cursor.at)) {
            case NUMBER -> number(start);
            case CHARACTER -> character(start);
            case IDENTIFIER -> name(start);
            case PUNCTUATOR -> bracket(start);
            case STRING, LIFETIME, END -> other(start, "a value that is no number");
        };
    }

    private RustExpr other(int start, String what) {
        cursor.skip();
        return new RustExpr.Other(what, cursor.span(start));
    }

    private RustExpr bracket(int start) {
        if (cursor.is('(') || cursor.is('{')) {
            RustCursor inside = cursor.within();
            RustExpr value = new RustExprParser(inside).whole();
            cursor.skip();
            return value;
        }
        if (cursor.isJoined("::")) {
            return path(start);
        }
        if (cursor.is('<')) {
            cursor.skipAngles();
            while (cursor.takeJoined("::") && cursor.isName()) {
                cursor.at++;
            }
            return new RustExpr.Other("an associated constant of a trait", cursor.span(start));
        }
        if (cursor.is('[') || cursor.is('&')) {
            return other(start, cursor.is('[') ? "an array" : "a reference");
        }
        return new RustExpr.Other("no expression", cursor.span(start));
    }

    private RustExpr name(int start) {
        if (cursor.isWord("true") || cursor.isWord("false")) {
            boolean truth = cursor.isWord("true");
            cursor.at++;
            return new RustExpr.Truth(truth, cursor.span(start));
        }
        if (cursor.isWord("if") || cursor.isWord("match") || cursor.isWord("unsafe") || cursor.isWord("const")
                || cursor.isWord("loop") || cursor.isWord("while")) {
            cursor.at = cursor.end;
            return new RustExpr.Other("a block that computes its value", cursor.span(start));
        }
        return path(start);
    }

    private RustExpr path(int start) {
        List<RustType.Segment> segments = new RustTypeParser(cursor).segments(true);
        if (segments.isEmpty() || segments.getLast().name().equals("::")) {
            return other(start, "no expression");
        }
        RustExpr.Path path = new RustExpr.Path(segments, cursor.span(start));
        String last = segments.getLast().name();
        if (cursor.is('!') && !cursor.isJoined("!=")) {
            cursor.at++;
            return last.equals("offset_of") && cursor.is('(')
                    ? offsetOf(start)
                    : other(start, "the macro " + last + "!");
        }
        if (cursor.is('(')) {
            RustCursor inside = cursor.within();
            cursor.skip();
            return new RustExpr.Call(path, values(inside), cursor.span(start));
        }
        if (cursor.is('{') && Character.isUpperCase(last.codePointAt(0))) {
            return other(start, "a struct");
        }
        return path;
    }

    private static List<RustExpr> values(RustCursor inside) {
        List<RustExpr> values = new ArrayList<>();
        RustExprParser parser = new RustExprParser(inside);
        while (!inside.atEnd()) {
            values.add(parser.expression());
            while (!inside.atEnd() && !inside.is(',')) {
                inside.skip();
            }
            inside.take(',');
        }
        return values;
    }

    private RustExpr offsetOf(int start) {
        RustCursor inside = cursor.within();
        cursor.skip();
        RustType type = new RustTypeParser(inside).type();
        if (!inside.take(',') || inside.atEnd()) {
            return new RustExpr.Other("an offset_of! without a field", cursor.span(start));
        }
        String field = inside.tokens.name(inside.at++);
        inside.take(',');
        return inside.atEnd()
                ? new RustExpr.OffsetOf(type, field, cursor.span(start))
                : new RustExpr.Other("an offset_of! of a nested field", cursor.span(start));
    }

    private RustExpr number(int start) {
        String text = cursor.tokens.text(cursor.at++).replace("_", "");
        int radix = text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : text.startsWith("0b") ? 2 : 10;
        int from = radix == 10 ? 0 : 2;
        int to = from;
        while (to < text.length() && Character.digit(text.charAt(to), radix) >= 0) {
            to++;
        }
        String suffix = text.substring(to).toLowerCase(Locale.ROOT);
        boolean integer = switch (suffix) {
            case "", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize" -> true;
            default -> false;
        };
        if (!integer || to == from || to - from > LONGEST_NUMBER) {
            return new RustExpr.Other("'" + text + "', which is no integer", cursor.span(start));
        }
        return new RustExpr.Literal(new BigInteger(text.substring(from, to), radix), suffix, cursor.span(start));
    }

    private RustExpr character(int start) {
        String text = cursor.tokens.text(cursor.at++);
        boolean isByte = text.startsWith("b");
        String inner = text.substring(isByte ? 2 : 1, Math.max(isByte ? 2 : 1, text.length() - 1));
        int value = inner.startsWith("\\") ? escaped(inner) : inner.isEmpty() ? -1 : inner.codePointAt(0);
        if (value < 0) {
            return new RustExpr.Other("the character " + text, cursor.span(start));
        }
        return new RustExpr.Literal(BigInteger.valueOf(value), isByte ? "u8" : "char", cursor.span(start));
    }

    private static int escaped(String inner) {
        return switch (inner) {
            case "\\n" -> '\n';
            case "\\t" -> '\t';
            case "\\r" -> '\r';
            case "\\0" -> 0;
            case "\\\\" -> '\\';
            case "\\'" -> '\'';
            case "\\\"" -> '"';
            default -> hex(inner);
        };
    }

    private static int hex(String inner) {
        String digits = inner.startsWith("\\x")
                ? inner.substring(2)
                : inner.startsWith("\\u{") && inner.endsWith("}") ? inner.substring(3, inner.length() - 1) : "";
        boolean good = !digits.isEmpty() && digits.length() <= 6
                && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return good ? Integer.parseInt(digits, 16) : -1;
    }
}

package dev.ringspect.protocol.token;

import dev.ringspect.protocol.text.Budget;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;

/** Cuts a text into tokens; linear in its length. */
final class Lexer {
    private static final String[] THREE = {"<<=", ">>=", "..."};
    private static final String[] TWO = {"->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "..", "+=",
            "-=", "*=", "/=", "%=", "&=", "|=", "^=", "##"};
    /** What stands second in those. */
    private static final String SECOND = "<>.+-=&|#";

    private final String text;
    private final Tokens out;
    private int at;
    private boolean lineIsBlank = true;

    Lexer(String text, Tokens out) {
        this.text = text;
        this.out = out;
    }

    void run() {
        while (at < text.length()) {
            Budget.check();
            int start = at;
            TokenKind kind = next();
            out.add(kind, start);
            if (kind != TokenKind.SPACE && kind != TokenKind.COMMENT) {
                lineIsBlank = false;
            }
        }
    }

    private TokenKind next() {
        char c = text.charAt(at);
        if (isSpace(c) || startsLineSplice()) {
            return space();
        }
        if (c == '/' && (peek(1) == '/' || peek(1) == '*')) {
            return comment();
        }
        if (c == '#' && lineIsBlank) {
            return directive();
        }
        if (isNameStart(c)) {
            while (at < text.length() && isNamePart(text.charAt(at))) {
                at++;
            }
            return TokenKind.IDENTIFIER;
        }
        if (isDigit(c)) {
            return number();
        }
        if (c == '"' || c == '\'') {
            return quoted(c);
        }
        return punctuator();
    }

    private TokenKind space() {
        while (at < text.length()) {
            if (startsLineSplice()) {
                at += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
            } else if (isSpace(text.charAt(at))) {
                lineIsBlank |= text.charAt(at) == '\n' || text.charAt(at) == '\r';
                at++;
            } else {
                break;
            }
        }
        return TokenKind.SPACE;
    }

    private TokenKind comment() {
        int start = at;
        if (peek(1) == '/') {
            at = lineEnd(at);
            return TokenKind.COMMENT;
        }
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            problem(start, start + 2, "the comment has no end; close it with */");
        }
        at = end < 0 ? text.length() : end + 2;
        return TokenKind.COMMENT;
    }

    private TokenKind directive() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                break;
            }
            if (startsLineSplice()) {
                at += peek(1) == '\r' && peek(2) == '\n' ? 3 : 2;
            } else if (c == '/' && peek(1) == '*') {
                comment();
            } else if (c == '/' && peek(1) == '/') {
                at = lineEnd(at);
            } else {
                at++;
            }
        }
        return TokenKind.DIRECTIVE;
    }

    private TokenKind number() {
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponent = (c == '+' || c == '-') && isExponent(text.charAt(at - 1)) && !isHexadecimal();
            boolean point = c == '.' && peek(1) != '.';
            if (!isNamePart(c) && !point && !exponent) {
                break;
            }
            at++;
        }
        return TokenKind.NUMBER;
    }

    private boolean isHexadecimal() {
        int start = at;
        while (start > 0 && (isNamePart(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
            start--;
        }
        return text.startsWith("0x", start) || text.startsWith("0X", start);
    }

    private TokenKind quoted(char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                break;
            }
            at += c == '\\' && at + 1 < text.length() && peek(1) != '\n' && peek(1) != '\r' ? 2 : 1;
        }
        if (at < text.length() && text.charAt(at) == quote) {
            at++;
        } else {
            problem(start, at, "the quote has no end on its line; close it with " + quote);
        }
        return quote == '"' ? TokenKind.STRING : TokenKind.CHARACTER;
    }

    private TokenKind punctuator() {
        // nearly all of them are one character; what cannot be longer is not compared with those that are
        if (SECOND.indexOf(peek(1)) >= 0) {
            for (String three : THREE) {
                if (text.startsWith(three, at)) {
                    at += 3;
                    return TokenKind.PUNCTUATOR;
                }
            }
            for (String two : TWO) {
                if (text.startsWith(two, at)) {
                    at += 2;
                    return TokenKind.PUNCTUATOR;
                }
            }
        }
        int start = at;
        char c = text.charAt(at);
        at++;
        if ("(){}[];,:?.=+-*/%&|^~!<>#".indexOf(c) >= 0) {
            return TokenKind.PUNCTUATOR;
        }
        if (Character.isHighSurrogate(c) && at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
            at++;
        }
        problem(start, at, "the character " + shown(text.codePointAt(start)) + " belongs nowhere here; remove it");
        return TokenKind.UNKNOWN;
    }

    /** A character as itself where it can be seen, else by its number: a terminal would obey some of them. */
    private static String shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                String.format("U+%04X", character);
            default -> "'" + Character.toString(character) + "'";
        };
    }

    private int lineEnd(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private boolean startsLineSplice() {
        return text.charAt(at) == '\\' && (peek(1) == '\n' || peek(1) == '\r');
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private void problem(int start, int end, String message) {
        out.problem(new Problem(new Span(start, end), Severity.ERROR, message));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u000b' || c == '\ufeff';
    }

    private static boolean isExponent(char c) {
        return c == 'e' || c == 'E' || c == 'p' || c == 'P';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isNamePart(char c) {
        return isNameStart(c) || isDigit(c);
    }
}

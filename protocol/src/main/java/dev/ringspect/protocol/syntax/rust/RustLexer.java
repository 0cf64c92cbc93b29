package dev.ringspect.protocol.syntax.rust;

import dev.ringspect.protocol.text.Span;

/** Cuts Rust into tokens, in one pass. What has no end ends with its line, so that the text after it is still read. */
final class RustLexer {
    private final String text;
    private final RustTokens tokens;
    private int at;
    /** Set by the first comment or string without an end: nothing after it is searched to the end of the text again. */
    private boolean endMissed;

    RustLexer(String text, RustTokens tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    void run() {
        if (text.startsWith("#!") && !text.startsWith("#![")) {
            at = lineEnd(0);
        }
        while (at < text.length()) {
            int start = at;
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (c == '/' && next(1) == '/') {
                at = lineEnd(at);
            } else if (c == '/' && next(1) == '*') {
                blockComment();
            } else if (c == '"') {
                string(start, at);
            } else if (c == '\'') {
                quote();
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (Character.isUnicodeIdentifierStart(c) || c == '_' || Character.isHighSurrogate(c)) {
                word();
            } else {
                at++;
                if (c < 0x80 && c > ' ') {
                    tokens.add(RustTokenKind.PUNCTUATOR, start, at);
                }
            }
        }
    }

    private char next(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private void blockComment() {
        int start = at;
        int depth = 0;
        int limit = endMissed ? lineEnd(at) : text.length();
        while (at < limit) {
            if (text.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (text.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return;
                }
            } else {
                at++;
            }
        }
        missed(start, "the comment has no end: expected '*/'");
    }

    private void missed(int start, String message) {
        endMissed = true;
        at = Math.max(start + 1, lineEnd(start));
        tokens.problem(new Span(start, at), message);
    }

    private void string(int start, int quote) {
        int limit = endMissed ? lineEnd(quote) : text.length();
        at = quote + 1;
        while (at < limit) {
            char c = text.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '"') {
                at++;
                tokens.add(RustTokenKind.STRING, start, at);
                return;
            } else {
                at++;
            }
        }
        missed(start, "the string has no end: expected '\"'");
        tokens.add(RustTokenKind.STRING, start, at);
    }

    private void rawString(int start, int hashesFrom, int quote) {
        String closing = "\"" + "#".repeat(quote - hashesFrom);
        int limit = endMissed ? lineEnd(quote) : text.length();
        int end = text.indexOf(closing, quote + 1, limit);
        if (end < 0) {
            missed(start, "the raw string has no end: expected '" + closing + "'");
        } else {
            at = end + closing.length();
        }
        tokens.add(RustTokenKind.STRING, start, at);
    }

    /** A character constant, or a lifetime when no quote follows. */
    private void quote() {
        int start = at;
        if (next(1) == '\\') {
            character(start, at);
            return;
        }
        int length = Character.isHighSurrogate(next(1)) ? 2 : 1;
        if (next(1) != '\'' && next(1 + length) == '\'') {
            at += 2 + length;
            tokens.add(RustTokenKind.CHARACTER, start, at);
            return;
        }
        at++;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        tokens.add(RustTokenKind.LIFETIME, start, at);
    }

    private void character(int start, int quote) {
        int limit = lineEnd(quote);
        at = quote + 1;
        while (at < limit) {
            char c = text.charAt(at);
            at += c == '\\' ? 2 : 1;
            if (c == '\'') {
                break;
            }
        }
        at = Math.min(at, text.length());
        tokens.add(RustTokenKind.CHARACTER, start, at);
    }

    private void number() {
        int start = at;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean exponentSign = (c == '+' || c == '-') && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E')
                    && !text.startsWith("0x", start);
            // A dot belongs to the number in 1.5 and 1., not in 0..4 nor in 1.max(2).
            boolean fraction = c == '.' && next(1) != '.' && !isWordStart(next(1))
                    && text.indexOf('.', start, at) < 0;
            if (!isWordPart(c) && !fraction && !(exponentSign && at > start)) {
                break;
            }
            at++;
        }
        tokens.add(RustTokenKind.NUMBER, start, at);
    }

    private void word() {
        int start = at;
        at++;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        int length = at - start;
        char c = at < text.length() ? text.charAt(at) : '\0';
        boolean prefix = length <= 2 && switch (text.substring(start, at)) {
            case "r", "b", "c", "br", "cr" -> true;
            default -> false;
        };
        if (prefix && (c == '"' || c == '#' || c == '\'')) {
            boolean raw = text.charAt(at - 1) == 'r';
            int quote = at;
            while (raw && quote < text.length() && text.charAt(quote) == '#') {
                quote++;
            }
            boolean quoted = quote < text.length() && text.charAt(quote) == '"';
            if (quoted && raw) {
                rawString(start, at, quote);
                return;
            }
            if (quoted) {
                string(start, quote);
                return;
            }
            if (c == '\'' && length == 1 && text.charAt(start) == 'b') {
                byteConstant(start);
                return;
            }
            if (c == '#' && length == 1 && text.charAt(start) == 'r' && isWordStart(next(1))) {
                at++;
                while (at < text.length() && isWordPart(text.charAt(at))) {
                    at++;
                }
            }
        }
        tokens.add(RustTokenKind.IDENTIFIER, start, at);
    }

    private void byteConstant(int start) {
        if (next(1) == '\\') {
            character(start, at);
        } else if (next(2) == '\'') {
            at += 3;
            tokens.add(RustTokenKind.CHARACTER, start, at);
        } else {
            tokens.add(RustTokenKind.IDENTIFIER, start, at);
        }
    }

    private static boolean isWordStart(char c) {
        return c == '_' || Character.isUnicodeIdentifierStart(c);
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c))
                || Character.isSurrogate(c);
    }
}

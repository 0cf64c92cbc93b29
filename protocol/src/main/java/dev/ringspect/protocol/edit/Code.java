package dev.ringspect.protocol.edit;

import dev.ringspect.protocol.text.Language;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/**
 * Steps through a text without reading it: over comments, strings and brackets, which C, the layout language and Rust
 * write alike. It works on text with errors too, and never fails.
 */
public final class Code {
    private final String text;
    private final boolean rust;

    private Code(String text, boolean rust) {
        this.text = text;
        this.rust = rust;
    }

    /** Steps through {@code source}, whose language its name tells. */
    public static Code of(SourceText source) {
        return new Code(source.text(), Language.RUST.isOf(source.uri()));
    }

    /** The first offset from {@code at} on that is no white space and in no comment; the text's length at its end. */
    public int next(int at) {
        int i = at;
        while (i < text.length()) {
            if (startsComment(i)) {
                i = step(i);
            } else if (Character.isWhitespace(text.charAt(i))) {
                i++;
            } else {
                return i;
            }
        }
        return text.length();
    }

    /** The offset after the comment, string or character constant that starts at {@code at}, else after the character. */
    public int step(int at) {
        char c = text.charAt(at);
        if (startsComment(at)) {
            if (text.charAt(at + 1) == '/') {
                return lineEnd(at);
            }
            int end = text.indexOf("*/", at + 2);
            return end < 0 ? text.length() : end + 2;
        }
        if (c == '"' || (c == '\'' && isCharacter(at))) {
            return quoteEnd(at, c);
        }
        return at + 1;
    }

    /** The offset of the bracket that closes the one at {@code open}; the text's length where none does. */
    public int closing(int open) {
        int depth = 0;
        int i = open;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
            i = step(i);
        }
        return text.length();
    }

    /**
     * The declaration that starts at {@code start}: a member up to its {@code ;} (in Rust {@code ,}), a struct or command
     * up to its {@code }} and what belongs to it, a directive up to the end of its line.
     */
    public Span declaration(int start) {
        if (start < text.length() && text.charAt(start) == '#' && !rust) {
            return new Span(start, directiveEnd(start));
        }
        int i = start;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '{') {
                int end = behindBlock(closing(i));
                if (end >= 0) {
                    return new Span(start, end);
                }
                i = closing(i) + 1;
            } else if (c == '(' || c == '[') {
                i = closing(i) + 1;
            } else if (c == ';' || (c == ',' && rust)) {
                return new Span(start, i + 1);
            } else if (c == ')' || c == ']' || c == '}') {
                return new Span(start, i);
            } else {
                i = step(i);
            }
        }
        return new Span(start, text.length());
    }

    /** Where a declaration ends whose block closes at {@code close}; -1 when more of it follows on the line. */
    private int behindBlock(int close) {
        int behind = Math.min(text.length(), close + 1);
        if (rust) {
            return behind;
        }
        int lineEnd = lineEnd(behind);
        String rest = text.substring(behind, lineEnd);
        int semicolon = rest.indexOf(';');
        boolean goesOn = semicolon >= 0 && rest.lastIndexOf('{', semicolon) < 0;
        return goesOn ? behind + semicolon + 1 : behind;
    }

    /** The end of the line that holds {@code at}, its line break excluded. */
    public int lineEnd(int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** The start of the line that holds {@code at}. */
    public int lineStart(int at) {
        int start = Math.min(at, text.length());
        while (start > 0 && text.charAt(start - 1) != '\n' && text.charAt(start - 1) != '\r') {
            start--;
        }
        return start;
    }

    /** The blanks that the line of {@code at} starts with. */
    public String indent(int at) {
        int start = lineStart(at);
        int end = start;
        while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
            end++;
        }
        return text.substring(start, end);
    }

    private int directiveEnd(int start) {
        int end = lineEnd(start);
        while (end < text.length() && end > start && text.charAt(end - 1) == '\\') {
            end = lineEnd(Math.min(text.length(), text.startsWith("\r\n", end) ? end + 2 : end + 1));
        }
        return end;
    }

    private boolean startsComment(int at) {
        return text.startsWith("//", at) || text.startsWith("/*", at);
    }

    /** In Rust a quote may as well start a lifetime. */
    private boolean isCharacter(int at) {
        return !rust || text.startsWith("\\", at + 1)
                || (at + 2 < text.length() && text.charAt(at + 2) == '\'');
    }

    private int quoteEnd(int at, char quote) {
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            boolean lineBreak = text.charAt(i) == '\n' || text.charAt(i) == '\r';
            if (lineBreak && !rust) {
                return i;
            }
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(text.length(), i + 1);
    }
}

package dev.ringspect.protocol.syntax.rust;

import java.util.Arrays;
import java.util.Set;

/**
 * Finds the closing bracket of every opening one. Where the text is half typed, indentation tells where a block was left:
 * an item that starts a line no deeper than the line of an open bracket is not inside of it.
 */
final class RustBrackets {
    private static final Set<String> STARTERS = Set.of("pub", "struct", "enum", "union", "const", "static", "type",
            "use", "mod", "impl", "trait", "fn", "unsafe", "extern", "macro_rules");

    private final RustTokens tokens;
    private final int[] partners;
    private final int[] open;
    private final int[] indents;
    private int depth;

    private RustBrackets(RustTokens tokens) {
        this.tokens = tokens;
        this.partners = new int[tokens.size()];
        this.open = new int[tokens.size()];
        this.indents = new int[tokens.size()];
    }

    /** For each opening bracket the token that closes it, or the one before which it was left; else the token itself. */
    static int[] pair(RustTokens tokens) {
        RustBrackets brackets = new RustBrackets(tokens);
        if (!brackets.balanced()) {
            brackets.repaired();
        }
        return brackets.partners;
    }

    private boolean balanced() {
        Arrays.setAll(partners, index -> index);
        depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            char c = bracket(i);
            if (isOpening(c)) {
                open[depth++] = i;
            } else if (c != 0) {
                if (depth == 0 || bracket(open[depth - 1]) != partner(c)) {
                    return false;
                }
                partners[open[--depth]] = i;
            }
        }
        return depth == 0;
    }

    private void repaired() {
        Arrays.setAll(partners, index -> index);
        depth = 0;
        int indent = 0;
        int line = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int column = columnIfFirst(i);
            if (column >= 0) {
                indent = column;
                line = i;
                if (startsItem(i)) {
                    leave(i, column);
                }
            }
            char c = bracket(i);
            if (isOpening(c)) {
                indents[depth] = indent;
                open[depth++] = i;
            } else if (c != 0) {
                close(i, c, line == i ? indent : -1);
            }
        }
        while (depth > 0) {
            partners[open[--depth]] = tokens.size() - 1;
        }
    }

    private void leave(int item, int column) {
        while (depth > 0 && indents[depth - 1] >= column) {
            partners[open[--depth]] = item;
        }
    }

    /** @param indent the column of a bracket that starts its line, else -1 */
    private void close(int index, char c, int indent) {
        if (indent >= 0) {
            // A brace that starts a line closes what was opened on a line of the same indentation.
            while (depth > 0 && indents[depth - 1] > indent) {
                partners[open[--depth]] = index;
            }
            if (depth > 0 && indents[depth - 1] < indent && bracket(open[depth - 1]) == '{' && c == '}') {
                return;
            }
        }
        int at = depth - 1;
        int limit = Math.max(0, depth - 32);
        while (at >= limit && bracket(open[at]) != partner(c)) {
            if (bracket(open[at]) == '{') {
                // A stray ')' or ']' does not end a block.
                return;
            }
            at--;
        }
        if (at >= limit && at >= 0) {
            while (depth > at) {
                partners[open[--depth]] = index;
            }
        }
    }

    private boolean startsItem(int index) {
        return (tokens.is(index, '#') && tokens.is(index + 1, '['))
                || (tokens.kind(index) == RustTokenKind.IDENTIFIER && STARTERS.contains(tokens.text(index)));
    }

    /** The column of token {@code index} if nothing but blanks stands before it on its line, else -1. */
    private int columnIfFirst(int index) {
        String text = tokens.source().text();
        int from = index == 0 ? 0 : tokens.end(index - 1);
        int start = tokens.start(index);
        int at = start;
        while (at > from && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at == 0 || (at > from && text.charAt(at - 1) == '\n') ? start - at : -1;
    }

    private char bracket(int index) {
        if (tokens.kind(index) != RustTokenKind.PUNCTUATOR) {
            return 0;
        }
        char c = tokens.source().text().charAt(tokens.start(index));
        return switch (c) {
            case '(', ')', '[', ']', '{', '}' -> c;
            default -> 0;
        };
    }

    private static boolean isOpening(char c) {
        return c == '(' || c == '[' || c == '{';
    }

    private static char partner(char closing) {
        return switch (closing) {
            case ')' -> '(';
            case ']' -> '[';
            default -> '{';
        };
    }
}

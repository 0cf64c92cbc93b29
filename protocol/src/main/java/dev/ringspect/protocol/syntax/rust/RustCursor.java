package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.Span;

/** Walks over the tokens of a part of a text. */
final class RustCursor {
    /** Deeper nesting of types and expressions is refused, so that no text can exhaust the stack. */
    private static final int DEEPEST = 60;

    final RustTokens tokens;
    int at;
    int end;
    private int depth;

    RustCursor(RustTokens tokens, int from, int to) {
        this.tokens = tokens;
        this.at = from;
        this.end = Math.min(to, tokens.size() - 1);
    }

    boolean atEnd() {
        return at >= end;
    }

    boolean is(char punctuator) {
        return at < end && tokens.is(at, punctuator);
    }

    boolean isJoined(String punctuators) {
        return at + punctuators.length() <= end && tokens.isJoined(at, punctuators);
    }

    boolean isWord(String word) {
        return at < end && tokens.isWord(at, word);
    }

    boolean isName() {
        return at < end && tokens.kind(at) == RustTokenKind.IDENTIFIER;
    }

    boolean take(char punctuator) {
        if (is(punctuator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean takeJoined(String punctuators) {
        if (isJoined(punctuators)) {
            at += punctuators.length();
            return true;
        }
        return false;
    }

    boolean takeWord(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Steps over a bracket and all it holds; over one token otherwise. */
    void skip() {
        at = Math.min(end, Math.max(at + 1, tokens.close(at) + (closes(tokens.close(at)) ? 1 : 0)));
    }

    private boolean closes(int index) {
        return tokens.is(index, ')') || tokens.is(index, ']') || tokens.is(index, '}');
    }

    /** Steps after the {@code >} that closes the {@code <} here, or stands where the list cannot go on. */
    void skipAngles() {
        int open = 0;
        while (!atEnd() && !is(';') && !is('}') && !(is('{') && open == 0)) {
            if (isJoined("->") || isJoined("=>")) {
                at += 2;
                continue;
            }
            if (is('<')) {
                open++;
            } else if (is('>')) {
                open--;
            }
            skip();
            if (open == 0) {
                return;
            }
        }
    }

    /**
     * Whether an item seems to start here, at the start of a line, where the end of the one before is missing.
     *
     * @param anywhere also by words that may go on with a list of parameters or a signature: const, fn, impl
     */
    boolean startsItem(boolean anywhere) {
        boolean starter = isWord("pub") || isWord("struct") || isWord("enum") || isWord("static") || isWord("type")
                || isWord("mod") || isWord("use") || (is('#') && tokens.is(at + 1, '['))
                || (anywhere && (isWord("const") || isWord("impl") || isWord("fn")));
        return starter && tokens.source().lineOf(tokens.start(at)) != tokens.source()
                .lineOf(tokens.start(Math.max(0, at - 1)));
    }

    /** A cursor for what the bracket here holds, as deep in the nesting as this one. */
    RustCursor within() {
        RustCursor inside = new RustCursor(tokens, at + 1, Math.min(end, tokens.close(at)));
        inside.depth = depth;
        return inside;
    }

    Span span(int from) {
        return tokens.span(from, at);
    }

    boolean enter() {
        return ++depth <= DEEPEST;
    }

    void leave() {
        depth--;
    }

    /** Reads {@code #[...]} where one stands here; steps over {@code #![...]}, which belong to what is around. */
    List<RustMeta> attributes() {
        List<RustMeta> metas = new ArrayList<>();
        while (is('#') && (tokens.is(at + 1, '[') || (tokens.is(at + 1, '!') && tokens.is(at + 2, '[')))) {
            int open = tokens.is(at + 1, '[') ? at + 1 : at + 2;
            if (open >= end) {
                at = end;
                return metas;
            }
            if (open == at + 1) {
                metas.addAll(new RustCursor(tokens, open + 1, Math.min(end, tokens.close(open))).metas());
            }
            at = open;
            skip();
        }
        return metas;
    }

    private List<RustMeta> metas() {
        List<RustMeta> metas = new ArrayList<>();
        while (!atEnd()) {
            metas.add(meta());
            while (!atEnd() && !is(',')) {
                skip();
            }
            take(',');
        }
        return metas;
    }

    private RustMeta meta() {
        int start = at;
        StringBuilder name = new StringBuilder();
        while (!atEnd() && !is(',') && !is('=') && !is('(') && !is('[') && !is('{')) {
            name.append(tokens.text(at++));
        }
        String value = "";
        List<RustMeta> inner = List.of();
        if (take('=') && !atEnd()) {
            value = unquoted(tokens.text(at++));
        } else if (is('(') && enter()) {
            inner = within().metas();
            leave();
            skip();
        }
        String path = name.toString();
        return new RustMeta(path.startsWith("unsafe(") ? path.substring(7) : path, value, inner, span(start));
    }

    private static String unquoted(String literal) {
        return literal.length() >= 2 && literal.startsWith("\"") && literal.endsWith("\"")
                ? literal.substring(1, literal.length() - 1)
                : literal;
    }
}

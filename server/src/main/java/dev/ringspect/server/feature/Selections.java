package dev.ringspect.server.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** What "expand selection" takes, step by step: the word, the statement, what brackets hold, the brackets, all. */
public final class Selections {
    private Selections() {}

    /** The ranges around {@code offset} of the text called {@code uri}, each within the next; never empty for a text. */
    public static List<Span> around(Snapshot at, String uri, int offset, Cancel cancel) {
        return at.texts().protocolFile(uri).map(file -> {
            cancel.check();
            return around(file.model().file().tokens(), offset);
        }).orElse(List.of());
    }

    private static List<Span> around(Tokens tokens, int offset) {
        List<Span> spans = new ArrayList<>();
        int word = tokenAt(tokens, offset);
        if (tokens.kind(word) != TokenKind.SPACE && tokens.kind(word) != TokenKind.END) {
            spans.add(tokens.span(word));
        }
        for (int[] pair : pairsAround(tokens, offset)) {
            int open = pair[0];
            int close = pair[1];
            statement(tokens, offset, open, close, spans);
            add(spans, trimmed(tokens, open + 1, close - 1));
            add(spans, tokens.span(open).to(tokens.span(close)));
        }
        statement(tokens, offset, -1, tokens.size() - 1, spans);
        add(spans, new Span(0, tokens.source().length()));
        return spans;
    }

    /** The token that touches {@code offset}, rather a word than the blank beside it. */
    private static int tokenAt(Tokens tokens, int offset) {
        int at = 0;
        while (at + 1 < tokens.size() && tokens.start(at + 1) <= offset) {
            at++;
        }
        boolean behindWord = at > 0 && tokens.start(at) == offset && tokens.kind(at) != TokenKind.IDENTIFIER
                && tokens.kind(at) != TokenKind.NUMBER;
        return behindWord && tokens.kind(at - 1) == TokenKind.IDENTIFIER ? at - 1 : at;
    }

    /** Brackets around {@code offset}, the innermost first. */
    private static List<int[]> pairsAround(Tokens tokens, int offset) {
        List<int[]> pairs = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, "{") || tokens.is(i, "(") || tokens.is(i, "[")) {
                open.push(i);
            } else if ((tokens.is(i, "}") || tokens.is(i, ")") || tokens.is(i, "]")) && !open.isEmpty()) {
                int start = open.pop();
                if (tokens.start(start) <= offset && offset <= tokens.end(i)) {
                    pairs.add(new int[]{start, i});
                }
            }
        }
        return pairs;
    }

    /** Adds the statement around {@code offset} between the brackets {@code open} and {@code close}. */
    private static void statement(Tokens tokens, int offset, int open, int close, List<Span> spans) {
        int depth = 0;
        int from = open + 1;
        for (int i = open + 1; i < close; i++) {
            boolean closes = tokens.is(i, "}") || tokens.is(i, ")") || tokens.is(i, "]");
            depth += tokens.is(i, "{") || tokens.is(i, "(") || tokens.is(i, "[") ? 1 : closes ? -1 : 0;
            boolean ends = depth == 0 && (tokens.is(i, ";") || (tokens.is(i, "}") && !tokens.is(next(tokens, i), ";")));
            if (ends && tokens.end(i) >= offset) {
                Span statement = trimmed(tokens, from, i);
                if (statement.touches(offset)) {
                    add(spans, statement);
                }
                return;
            }
            from = ends ? i + 1 : from;
        }
    }

    private static int next(Tokens tokens, int token) {
        int at = token + 1;
        while (tokens.kind(at) == TokenKind.SPACE) {
            at++;
        }
        return at;
    }

    /** From token {@code first} to {@code last} without what the parsers step over at the ends. */
    private static Span trimmed(Tokens tokens, int first, int last) {
        int from = first;
        int to = last;
        while (from < to && tokens.kind(from).isTrivia()) {
            from++;
        }
        while (to > from && tokens.kind(to) == TokenKind.SPACE) {
            to--;
        }
        return from > to ? new Span(tokens.start(first), tokens.start(first)) : tokens.span(from).to(tokens.span(to));
    }

    /** Adds {@code span} if it is more than the last one. */
    private static void add(List<Span> spans, Span span) {
        boolean grows = spans.isEmpty() || (span.start() <= spans.getLast().start()
                && span.end() >= spans.getLast().end() && !span.equals(spans.getLast()));
        if (grows && span.length() > 0) {
            spans.add(span);
        }
    }
}

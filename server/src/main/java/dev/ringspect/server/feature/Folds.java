package dev.ringspect.server.feature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;

/** What can be folded in a protocol file, from its tokens alone, so that half a text folds too. */
public final class Folds {
    private final Tokens tokens;
    private final SourceText text;
    private final List<Fold> found = new ArrayList<>();

    private Folds(Tokens tokens) {
        this.tokens = tokens;
        text = tokens.source();
    }

    /** The folds of the text called {@code uri}, by their first lines. */
    public static List<Fold> of(Snapshot at, String uri, Cancel cancel) {
        return at.texts().protocolFile(uri).map(file -> {
            cancel.check();
            Folds folds = new Folds(file.model().file().tokens());
            folds.blocks();
            folds.runs(Fold.Kind.COMMENT);
            folds.runs(Fold.Kind.IMPORTS);
            folds.found.sort(Comparator.comparingInt(Fold::first));
            return folds.found;
        }).orElse(List.of());
    }

    private void blocks() {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, "{")) {
                open.push(text.lineOf(tokens.start(i)));
            } else if (tokens.is(i, "}") && !open.isEmpty()) {
                // the line of the closing brace stays, so that the end can be seen
                add(Fold.Kind.BLOCK, open.pop(), text.lineOf(tokens.start(i)) - 1);
            }
        }
    }

    /** Folds lines of one kind that follow each other. */
    private void runs(Fold.Kind kind) {
        int first = -1;
        int last = -2;
        for (int i = 0; i < tokens.size(); i++) {
            boolean starts = tokens.kind(i) != TokenKind.SPACE && startsLine(i);
            boolean member = starts && (kind == Fold.Kind.COMMENT
                    ? tokens.kind(i) == TokenKind.COMMENT
                    : tokens.is(i, "import"));
            int line = text.lineOf(tokens.start(i));
            if (member && line != last + 1) {
                add(kind, first, last);
                first = line;
            }
            if (member) {
                last = text.lineOf(Math.max(tokens.start(i), tokens.end(i) - 1));
            }
        }
        add(kind, first, last);
    }

    private boolean startsLine(int token) {
        int start = text.lineSpan(text.lineOf(tokens.start(token))).start();
        return text.text().substring(start, tokens.start(token)).isBlank();
    }

    private void add(Fold.Kind kind, int first, int last) {
        if (last > first) {
            found.add(new Fold(kind, first, last));
        }
    }
}

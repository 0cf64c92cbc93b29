package dev.ringspect.protocol.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.ringspect.protocol.syntax.c.CDeclaration;
import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** Finds the stretches that do not parse. What is meant there can't be known, so they are left alone. */
final class Damage {
    private final UringFile file;
    private final Tokens tokens;
    private final List<Span> errors;
    private final List<Span> found = new ArrayList<>();
    private int token;

    private Damage(UringFile file) {
        this.file = file;
        tokens = file.tokens();
        errors = Stream.concat(file.unclear().stream(), file.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR).map(Problem::span)).toList();
    }

    /** The stretches, in order and apart: items with an error, and tokens that belong to no item. */
    static List<Span> of(UringFile file) {
        Damage damage = new Damage(file);
        damage.find();
        return damage.found;
    }

    private void find() {
        int from = 0;
        for (Span item : items(file)) {
            if (item.start() < from) {
                continue;
            }
            gap(from, item.start());
            if (errors.stream().anyMatch(error -> error.start() <= item.end() && item.start() <= error.end())) {
                add(item.start(), item.end());
            }
            from = item.end();
        }
        gap(from, file.source().length());
    }

    /** Spans of the items in the order of the text; directives stand on lines of their own and are none. */
    static List<Span> items(UringFile file) {
        return file.items().stream().filter(item -> !isDirective(item)).map(UringItem::span)
                .sorted(Comparator.comparingInt(Span::start)).toList();
    }

    private static boolean isDirective(UringItem item) {
        return item instanceof UringItem.Declaration declared && declared.declaration() instanceof CDeclaration.Define;
    }

    private void gap(int from, int to) {
        boolean damaged = tokens.problems().stream().map(Problem::span)
                .anyMatch(error -> from <= error.start() && error.start() < to);
        int first = firstToken(from);
        for (int i = first; tokens.start(i) < to && !damaged; i++) {
            damaged = !tokens.kind(i).isTrivia();
        }
        if (damaged) {
            add(from, to);
        }
    }

    /** The first token at or after {@code offset}; offsets only grow. */
    private int firstToken(int offset) {
        while (token + 1 < tokens.size() && tokens.start(token) < offset) {
            token++;
        }
        return token;
    }

    /** Adds a stretch without the white space at its ends, but with the indentation and the comment of its lines. */
    private void add(int from, int to) {
        int first = firstToken(from);
        int last = first;
        while (last + 1 < tokens.size() && tokens.start(last + 1) < to) {
            last++;
        }
        while (first < last && tokens.kind(first) == TokenKind.SPACE) {
            first++;
        }
        while (last > first && tokens.kind(last) == TokenKind.SPACE) {
            last--;
        }
        if (tokens.kind(first) == TokenKind.SPACE || tokens.kind(first) == TokenKind.END) {
            return;
        }
        if (isSpaceInLine(last + 1) && tokens.kind(last + 2) == TokenKind.COMMENT) {
            last += 2;
        }
        int start = Math.max(indentationOf(tokens.start(first)), found.isEmpty() ? 0 : found.getLast().end());
        Span span = new Span(start, Math.max(start, tokens.end(last)));
        boolean joined = !found.isEmpty()
                && file.source().text().substring(found.getLast().end(), span.start()).isBlank();
        found.add(joined ? found.removeLast().to(span) : span);
    }

    private boolean isSpaceInLine(int index) {
        return index + 1 < tokens.size() && tokens.kind(index) == TokenKind.SPACE
                && tokens.text(index).chars().noneMatch(c -> c == '\n' || c == '\r');
    }

    /** The start of the line when nothing but blanks stands between it and {@code offset}; else {@code offset}. */
    private int indentationOf(int offset) {
        int start = file.source().lineSpan(file.source().lineOf(offset)).start();
        return file.source().text().substring(start, offset).isBlank() ? start : offset;
    }
}

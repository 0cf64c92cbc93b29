package dev.ringspect.protocol.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * Formats {@code .uring} files: four blanks a level, one statement a line, what belongs together below each other, at
 * most one empty line in a row. Line ends within a statement and blocks on one line stay as the author wrote them. Only
 * white space changes, so no token and no comment is ever lost; formatting what was formatted changes nothing. An item
 * with an error in it stays as it is.
 */
public final class Formatter {
    private Formatter() {}

    /** What has to change in {@code file}, ordered by place and without overlaps; empty when it is formatted. */
    public static List<TextEdit> edits(UringFile file) {
        String source = file.source().text();
        List<Piece> pieces = pieces(file);
        Sheet sheet = new Sheet(source, pieces);
        Blocks blocks = Blocks.of(pieces, source);
        new Lines(sheet, blocks, new Spacing(pieces, blocks), file).place();
        new Columns(sheet, blocks).align();
        return sheet.edits();
    }

    /** The text of {@code file} after {@link #edits}. */
    public static SourceText formatted(UringFile file) {
        return file.source().edited(edits(file));
    }

    private static List<Piece> pieces(UringFile file) {
        Tokens tokens = file.tokens();
        List<Piece> pieces = new ArrayList<>();
        Iterator<Span> stretches = Damage.of(file).iterator();
        Span alone = next(stretches, tokens);
        for (int i = 0; i < tokens.size() - 1; i++) {
            Span span = tokens.span(i);
            if (span.start() >= alone.end()) {
                alone = next(stretches, tokens);
            }
            boolean first = pieces.isEmpty() || pieces.getLast().span().end() <= alone.start();
            if (span.end() > alone.start()) {
                if (first) {
                    pieces.add(new Piece(Piece.Kind.VERBATIM, alone, file.source().slice(alone)));
                }
            } else if (tokens.kind(i) != TokenKind.SPACE) {
                pieces.add(new Piece(Piece.kindOf(tokens.kind(i), tokens.text(i)), span, tokens.text(i)));
            }
        }
        return pieces;
    }

    /** The next stretch to leave alone; after the last one an empty one at the end. */
    private static Span next(Iterator<Span> stretches, Tokens tokens) {
        int end = tokens.source().length();
        return stretches.hasNext() ? stretches.next() : new Span(end, end);
    }
}

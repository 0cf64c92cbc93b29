package dev.ringspect.protocol.format;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;

/** The pieces on their way to the page: before each stand line ends and then blanks. */
final class Sheet {
    private final String source;
    private final List<Piece> pieces;
    private final String[] texts;
    private final int[] breaks;
    private final int[] blanks;

    Sheet(String source, List<Piece> pieces) {
        this.source = source;
        this.pieces = pieces;
        texts = pieces.stream().map(Piece::text).toArray(String[]::new);
        breaks = new int[pieces.size()];
        blanks = new int[pieces.size()];
    }

    int size() {
        return pieces.size();
    }

    Piece piece(int index) {
        return pieces.get(index);
    }

    String text(int index) {
        return texts[index];
    }

    /** Prints {@code text}, which differs in blanks only, for piece {@code index}. */
    void write(int index, String text) {
        texts[index] = text;
    }

    /** Puts piece {@code index} on a line of its own, {@code emptyLine} whether after an empty one. */
    void startLine(int index, boolean emptyLine, int indentation) {
        breaks[index] = index == 0 ? 0 : emptyLine ? 2 : 1;
        blanks[index] = indentation;
    }

    /** Puts piece {@code index} after the one before. */
    void stay(int index, int space) {
        blanks[index] = space;
    }

    /** Moves piece {@code index} to the right. */
    void push(int index, int columns) {
        blanks[index] += columns;
    }

    boolean startsLine(int index) {
        return index == 0 || breaks[index] > 0;
    }

    boolean followsEmptyLine(int index) {
        return breaks[index] > 1;
    }

    int indentation(int index) {
        return blanks[index];
    }

    /** Columns from the start of piece {@code from} to the end of the piece before {@code to}, on one line. */
    int width(int from, int to) {
        int width = 0;
        for (int i = from; i < to; i++) {
            width += (i == from ? 0 : blanks[i]) + texts[i].length();
        }
        return width;
    }

    /** What has to change in the source, from its start to its end. */
    List<TextEdit> edits() {
        String lineEnd = source.contains("\r\n") ? "\r\n" : "\n";
        List<TextEdit> edits = new ArrayList<>();
        int from = source.startsWith("\ufeff") ? 1 : 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            replace(edits, from, piece.span().start(), lineEnd.repeat(breaks[i]) + " ".repeat(blanks[i]));
            replace(edits, piece.span().start(), piece.span().end(), texts[i]);
            from = piece.span().end();
        }
        replace(edits, from, source.length(), pieces.isEmpty() ? "" : lineEnd);
        return edits;
    }

    private void replace(List<TextEdit> edits, int from, int to, String text) {
        if (!source.substring(from, to).equals(text)) {
            edits.add(new TextEdit(new Span(from, to), text));
        }
    }
}

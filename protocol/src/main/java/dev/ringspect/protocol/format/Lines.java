package dev.ringspect.protocol.format;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.ringspect.protocol.syntax.uring.UringFile;
import dev.ringspect.protocol.text.Span;

/** Decides where lines end and how far they are indented. */
final class Lines {
    private static final int INDENTATION = 4;

    private final Sheet sheet;
    private final Blocks blocks;
    private final Spacing spacing;
    private final String source;
    private final Set<Integer> itemStarts;

    Lines(Sheet sheet, Blocks blocks, Spacing spacing, UringFile file) {
        this.sheet = sheet;
        this.blocks = blocks;
        this.spacing = spacing;
        source = file.source().text();
        itemStarts = Damage.items(file).stream().map(Span::start).collect(Collectors.toSet());
    }

    void place() {
        for (int i = 0; i < sheet.size(); i++) {
            if (i == 0 || breaksBefore(i)) {
                boolean emptyLine = i > 0 && ends(i) > 1 && !sheet.piece(i - 1).is("{") && !sheet.piece(i).is("}")
                        && !isContinuation(i);
                int indentation = indentation(i);
                sheet.startLine(i, emptyLine, indentation);
                if (sheet.piece(i).kind() == Piece.Kind.BLOCK_COMMENT) {
                    sheet.write(i, indented(sheet.piece(i).text(), indentation));
                }
            } else {
                sheet.stay(i, spacing.before(i));
            }
            if (sheet.piece(i).isComment() || sheet.piece(i).kind() == Piece.Kind.DIRECTIVE) {
                stripEnd(i);
            }
        }
    }

    private void stripEnd(int index) {
        String stripped = sheet.text(index).stripTrailing();
        // a last continuation with nothing after it must not take in the next line
        if (!stripped.endsWith("\\")) {
            sheet.write(index, stripped);
        }
    }

    private boolean breaksBefore(int index) {
        Piece left = sheet.piece(index - 1);
        Piece right = sheet.piece(index);
        boolean written = ends(index) > 0;
        if (right.kind() == Piece.Kind.PUNCTUATOR && right.text().startsWith("#")) {
            // at the start of a line it would be a directive
            return false;
        }
        if (right.kind() == Piece.Kind.VERBATIM) {
            // at the start of a line some characters would mean something else
            return written;
        }
        if (left.endsLine() || right.kind() == Piece.Kind.DIRECTIVE) {
            return true;
        }
        if (right.isComment() || left.isComment()) {
            return written || (right.is("}") && !inline(index));
        }
        if (left.is("{")) {
            return !inline(index - 1);
        }
        if (right.is("}")) {
            return !inline(index);
        }
        if (left.is(";") && blocks.parentheses(index) == 0 && !blocks.around(index).map(Block::inline).orElse(false)) {
            return true;
        }
        if (right.is(";") || right.is(",") || (right.is("{") && blocks.of(index).isPresent())) {
            return false;
        }
        return written || itemStarts.contains(right.span().start());
    }

    private boolean inline(int brace) {
        return blocks.of(brace).map(Block::inline).orElse(false);
    }

    private int indentation(int index) {
        Piece piece = sheet.piece(index);
        if (piece.kind() == Piece.Kind.DIRECTIVE || piece.kind() == Piece.Kind.VERBATIM) {
            return 0;
        }
        Optional<Block> around = blocks.around(index);
        int depth = around.map(block -> block.depth() + 1).orElse(0);
        return INDENTATION * (isContinuation(index) ? depth + 2 : depth);
    }

    /** Whether piece {@code index} goes on with a statement that started on a line before. */
    private boolean isContinuation(int index) {
        Piece piece = sheet.piece(index);
        if (piece.is("}") && blocks.of(index).isPresent()) {
            return false;
        }
        if (piece.isComment()) {
            // a comment goes with what follows it, unless a statement was left open before
            int next = index;
            while (next < sheet.size() && !sheet.piece(next).isCode()) {
                next++;
            }
            return next < sheet.size() && !sheet.piece(next).is("}") && blocks.statement(next) < index;
        }
        return piece.isCode() && blocks.statement(index) < index;
    }

    /** How many lines end between piece {@code index} and the one before. */
    private int ends(int index) {
        int count = 0;
        for (int i = sheet.piece(index - 1).span().end(); i < sheet.piece(index).span().start(); i++) {
            char c = source.charAt(i);
            count += c == '\n' || (c == '\r' && source.charAt(i + 1) != '\n') ? 1 : 0;
        }
        return count;
    }

    /** A comment of several lines, its asterisks below each other; lines of another shape stay. */
    private static String indented(String comment, int indentation) {
        String[] lines = comment.split("\n", -1);
        StringBuilder out = new StringBuilder(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            String stripped = lines[i].stripLeading();
            out.append('\n');
            out.append(stripped.startsWith("*") ? " ".repeat(indentation + 1) + stripped : lines[i]);
        }
        return out.toString();
    }
}

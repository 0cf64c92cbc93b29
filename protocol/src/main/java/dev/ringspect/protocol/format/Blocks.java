package dev.ringspect.protocol.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** The braces of a file: which block each piece stands in, and which statement. */
final class Blocks {
    /** Past this many columns a block does not stay on one line. */
    private static final int INLINE = 120;
    private static final Set<String> LANGUAGE = Set.of("protocol", "import", "on", "needs", "match", "command", "send");

    private final List<Piece> pieces;
    private final String source;
    private final @Nullable Block[] around;
    private final @Nullable Block[] opened;
    private final int[] statement;
    private final int[] parentheses;

    private Blocks(List<Piece> pieces, String source) {
        this.pieces = pieces;
        this.source = source;
        around = new Block[pieces.size()];
        opened = new Block[pieces.size()];
        statement = new int[pieces.size()];
        parentheses = new int[pieces.size()];
    }

    /** Reads the blocks of {@code pieces}, cut from {@code source}. */
    static Blocks of(List<Piece> pieces, String source) {
        Blocks blocks = new Blocks(pieces, source);
        blocks.match();
        blocks.walk();
        return blocks;
    }

    /** The block that piece {@code index} stands in; a brace stands in what is around its own block. */
    Optional<Block> around(int index) {
        return Optional.ofNullable(around[index]);
    }

    /** The block that the brace {@code index} opens or closes; empty for other pieces and for braces without a match. */
    Optional<Block> of(int index) {
        return Optional.ofNullable(opened[index]);
    }

    /** The first piece of the statement that piece {@code index} belongs to. */
    int statement(int index) {
        return statement[index];
    }

    /** How many parentheses and brackets are open before piece {@code index} within its block. */
    int parentheses(int index) {
        return parentheses[index];
    }

    /** Whether piece {@code index} is part of a C declaration: a member, or at the top no statement of the language. */
    boolean inDeclaration(int index) {
        return around(index).map(block -> block.kind() == Block.Kind.MEMBERS)
                .orElseGet(() -> !LANGUAGE.contains(pieces.get(statement[index]).text()));
    }

    private void match() {
        int[] partner = new int[pieces.size()];
        Arrays.fill(partner, -1);
        Deque<Integer> open = new ArrayDeque<>();
        List<Integer> opens = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).is("{")) {
                open.push(i);
                opens.add(i);
            } else if (pieces.get(i).is("}") && !open.isEmpty()) {
                partner[open.pop()] = i;
            }
        }
        for (int start : opens) {
            int end = partner[start];
            if (end >= 0) {
                Block block = new Block(kind(start), start, end, 0, inline(start, end), list(start, end));
                opened[start] = block;
                opened[end] = block;
            }
        }
    }

    private void walk() {
        Deque<Block> open = new ArrayDeque<>();
        int start = 0;
        int depth = 0;
        boolean fresh = true;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            Block own = opened[i];
            boolean closes = own != null && own.close() == i && !open.isEmpty();
            if (closes) {
                open.pop();
                depth = 0;
            }
            around[i] = open.peek();
            parentheses[i] = depth;
            if (fresh && piece.isCode()) {
                start = i;
                fresh = false;
            }
            statement[i] = piece.isCode() ? start : i;
            if (own != null && !closes) {
                own = new Block(own.kind(), own.open(), own.close(), open.size(), own.inline(), own.list());
                opened[own.open()] = own;
                opened[own.close()] = own;
                open.push(own);
                depth = 0;
            } else if (piece.is("(") || piece.is("[")) {
                depth++;
            } else if (piece.is(")") || piece.is("]")) {
                depth = Math.max(0, depth - 1);
            }
            Block inside = open.peek();
            boolean comma = piece.is(",") && depth == 0 && inside != null && inside.list();
            fresh |= own != null || comma || (piece.is(";") && depth == 0) || piece.kind() == Piece.Kind.VERBATIM;
        }
    }

    private Block.Kind kind(int open) {
        int first = open;
        while (first > 0 && !pieces.get(first - 1).is(";") && !pieces.get(first - 1).is("{")
                && !pieces.get(first - 1).is("}") && pieces.get(first - 1).kind() != Piece.Kind.VERBATIM) {
            first--;
        }
        List<String> head = pieces.subList(first, open).stream().filter(Piece::isCode).map(Piece::text).toList();
        if (head.isEmpty() || LANGUAGE.contains(head.getFirst())) {
            return Block.Kind.OTHER;
        }
        return switch (head.getLast()) {
            // after a colon: what one case of a variant says
            case "sqe", "cqe", ":" -> Block.Kind.RULES;
            case "bits" -> Block.Kind.BITS;
            default -> head.getFirst().equals("refine")
                    ? Block.Kind.RULES
                    : head.contains("struct") || head.contains("union") ? Block.Kind.MEMBERS : Block.Kind.OTHER;
        };
    }

    /** Whether the author wrote the block on one line that is not too long; the width does not depend on its blanks. */
    private boolean inline(int open, int close) {
        if (open + 1 == close) {
            return true;
        }
        String text = source.substring(pieces.get(open).span().start(), pieces.get(close).span().end());
        int width = pieces.subList(open, close + 1).stream().mapToInt(piece -> piece.text().length() + 1).sum();
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0 && width <= INLINE;
    }

    private boolean list(int open, int close) {
        int depth = 0;
        boolean comma = false;
        for (int i = open + 1; i < close; i++) {
            Piece piece = pieces.get(i);
            if (piece.is("{") || piece.is("(") || piece.is("[")) {
                depth++;
            } else if (piece.is("}") || piece.is(")") || piece.is("]")) {
                depth--;
            } else if (piece.is(";") && depth == 0) {
                return false;
            }
            comma |= piece.is(",") && depth == 0;
        }
        return comma;
    }
}

package dev.ringspect.server.feature.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/**
 * Where the cursor is, told by the tokens before it alone. A brace that is missing ends where a declaration starts a line,
 * as it does for the parser.
 *
 * @param blocks the blocks around the cursor, the file first
 * @param statement the tokens of the statement before the cursor, without the word that is being typed
 * @param typed the word that is being typed, up to the cursor; of no length where there is none
 * @param prefix its characters
 * @param inString whether the cursor is in a string, which {@code typed} then is the inside of
 * @param inComment whether the cursor is where nothing is read
 */
record Place(List<Block> blocks, List<Word> statement, Span typed, String prefix, boolean inString,
        boolean inComment) {
    private static final Set<String> STARTERS = Set.of("protocol", "import", "on", "needs", "command", "refine", "send",
            "match", "struct", "union", "enum", "typedef");

    private static final Set<String> COMBINING = Set.of("==", "!=", "&", "|", "^", "=", "<", ">", "<=", ">=", "-", "~",
            "(", ")");

    Place {
        blocks = List.copyOf(blocks);
        statement = List.copyOf(statement);
    }

    /** Where {@code offset} is. */
    static Place of(Tokens tokens, int offset) {
        return new Finder(tokens, offset).find();
    }

    /** The innermost block. */
    Block block() {
        return blocks.getLast();
    }

    /** The innermost block of a kind. */
    Optional<Block> around(Block.Kind kind) {
        return blocks.reversed().stream().filter(block -> block.kind() == kind).findFirst();
    }

    /** How many tokens the statement has. */
    int size() {
        return statement.size();
    }

    /** Whether the statement's token {@code index} is {@code text}; from the end where the index is negative. */
    boolean is(int index, String text) {
        int at = index < 0 ? statement.size() + index : index;
        return at >= 0 && at < statement.size() && statement.get(at).is(text);
    }

    /** Whether the statement starts with {@code text}. */
    boolean startsWith(String text) {
        return is(0, text);
    }

    /** Whether the statement ends with {@code text}. */
    boolean endsWith(String text) {
        return is(-1, text);
    }

    /** The first place of {@code text} after the statement's first token; -1 where it is not. */
    int indexOf(String text) {
        for (int i = 1; i < size(); i++) {
            if (is(i, text)) {
                return i;
            }
        }
        return -1;
    }

    /** The command that the {@code send} around the cursor names; empty outside of one. */
    Optional<String> sent() {
        List<Word> head = around(Block.Kind.SEND).map(Block::header).orElse(statement);
        return head.size() > 2 && head.getFirst().is("send") ? Optional.of(head.get(2).text()) : Optional.empty();
    }

    /** Whether an operand stands right before the cursor. */
    boolean behindOperand() {
        return !statement.isEmpty() && statement.getLast().endsOperand();
    }

    /** Index in the statement of the innermost bracket that is open before the cursor; -1 when there is none. */
    int openBracket() {
        return openBracket(statement);
    }

    private static int openBracket(List<Word> statement) {
        int depth = 0;
        for (int i = statement.size() - 1; i >= 0; i--) {
            Word word = statement.get(i);
            if (word.is(")") || word.is("]")) {
                depth++;
            } else if (word.is("(") || word.is("[")) {
                if (depth == 0) {
                    return i;
                }
                depth--;
            }
        }
        return -1;
    }

    /** The names before a dot that ends the statement: {@code [hdr]} after {@code hdr.}; empty when there is none. */
    List<String> qualifiers() {
        return endsWith(".") && size() > 1 ? path(size() - 2) : List.of();
    }

    /**
     * The operand that a value typed at the cursor is compared or combined with: {@code [sqe, flags]} after
     * {@code sqe.flags &}, also after {@code sqe.flags & (IOSQE_ASYNC |}; empty where the cursor is after none. An array's
     * index is left out.
     *
     * @param isConstant the names that are no operand to be looked for
     */
    List<String> combinedWith(Predicate<String> isConstant) {
        boolean operator = false;
        for (int i = statement.size() - 1; i >= 0; i--) {
            Word word = statement.get(i);
            switch (word.kind()) {
                case PUNCTUATOR -> {
                    if (!COMBINING.contains(word.text())) {
                        boolean index = operator && word.is("]");
                        return index ? path(i) : List.of();
                    }
                    operator |= !word.is("(") && !word.is(")");
                }
                case IDENTIFIER -> {
                    if (!isConstant.test(word.text())) {
                        return operator ? path(i) : List.of();
                    }
                }
                case NUMBER -> {
                    // one of several constants, as a name of one is
                }
                case STRING, CHARACTER, DIRECTIVE, SPACE, COMMENT, UNKNOWN, END -> {
                    return List.of();
                }
            }
        }
        return List.of();
    }

    /** The names of the path that ends with the token {@code last}. */
    private List<String> path(int last) {
        List<String> path = new ArrayList<>();
        int at = last;
        while (at >= 0) {
            while (at > 0 && statement.get(at).is("]")) {
                while (at > 0 && !statement.get(at).is("[")) {
                    at--;
                }
                at--;
            }
            path.addFirst(statement.get(at).text());
            if (at < 2 || !statement.get(at - 1).is(".")) {
                break;
            }
            at -= 2;
        }
        return path;
    }

    /** Walks over the tokens up to the cursor. */
    private static final class Finder {
        private final Tokens tokens;
        private final int offset;
        private final List<Block> blocks = new ArrayList<>();
        private final List<List<Word>> statements = new ArrayList<>();

        Finder(Tokens tokens, int offset) {
            this.tokens = tokens;
            this.offset = offset;
            reset();
        }

        private void reset() {
            blocks.clear();
            statements.clear();
            blocks.add(new Block(Block.Kind.FILE, List.of(), 0));
            statements.add(new ArrayList<>());
        }

        Place find() {
            SourceText source = tokens.source();
            for (int i = 0; i < tokens.size() && tokens.start(i) < offset; i++) {
                TokenKind kind = tokens.kind(i);
                Span span = tokens.span(i);
                boolean last = span.end() >= offset;
                if (kind.isTrivia()) {
                    if (last && isHidden(i)) {
                        return new Place(blocks, statements.getLast(), new Span(offset, offset), "", false, true);
                    }
                    continue;
                }
                if (last && kind == TokenKind.STRING && isInside(i)) {
                    Span inside = new Span(span.start() + 1, Math.max(span.start() + 1, offset));
                    return new Place(blocks, statements.getLast(), inside, source.slice(inside), true, false);
                }
                if (last && (kind == TokenKind.IDENTIFIER || kind == TokenKind.NUMBER)) {
                    Span typed = new Span(span.start(), offset);
                    restartAt(i);
                    return new Place(blocks, statements.getLast(), typed, source.slice(typed), false, false);
                }
                take(i);
            }
            return new Place(blocks, statements.getLast(), new Span(offset, offset), "", false, false);
        }

        /** Whether the cursor at or in trivia token {@code index} is in a comment or in a directive. */
        private boolean isHidden(int index) {
            boolean inside = tokens.end(index) > offset;
            String text = tokens.text(index);
            return switch (tokens.kind(index)) {
                case COMMENT -> inside || text.startsWith("//") || !text.endsWith("*/");
                case DIRECTIVE -> true;
                case SPACE, UNKNOWN, IDENTIFIER, NUMBER, STRING, CHARACTER, PUNCTUATOR, END -> false;
            };
        }

        private boolean isInside(int index) {
            String text = tokens.text(index);
            return tokens.end(index) > offset || text.length() == 1 || !text.endsWith("\"");
        }

        private void restartAt(int index) {
            int start = tokens.start(index);
            boolean startsLine = start == 0 || tokens.source().text().charAt(start - 1) == '\n';
            if (startsLine && STARTERS.contains(tokens.text(index))) {
                reset();
            }
        }

        private void take(int index) {
            restartAt(index);
            String text = tokens.text(index);
            List<Word> statement = statements.getLast();
            switch (text) {
                case "{" -> {
                    blocks.add(new Block(Block.kind(statement, blocks.getLast().kind()), statement,
                            tokens.end(index)));
                    statements.add(new ArrayList<>());
                }
                case "}" -> {
                    if (blocks.size() > 1) {
                        Block left = blocks.removeLast();
                        statements.removeLast();
                        switch (left.kind()) {
                            case STRUCT, ENUM, SEND -> {
                                // more of the same statement stands after it
                            }
                            case FILE, REFINE, BITS, VARIANT, COMMAND, SQE, CQE, ERRORS, OTHER ->
                                statements.getLast().clear();
                        }
                    }
                }
                case ";" -> statement.clear();
                default -> {
                    boolean next = text.equals(",") && (blocks.getLast().kind() == Block.Kind.ENUM
                            || (blocks.getLast().kind() == Block.Kind.SEND && openBracket(statement) < 0));
                    if (next) {
                        statement.clear();
                    } else {
                        statement.add(new Word(tokens.kind(index), text, tokens.span(index)));
                    }
                }
            }
        }
    }
}

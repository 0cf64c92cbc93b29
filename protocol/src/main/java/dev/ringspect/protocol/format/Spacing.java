package dev.ringspect.protocol.format;

import java.util.List;
import java.util.Set;

/**
 * Blanks between two pieces on one line. Where C alone does not say what a piece is (a cast or a sum, a pointer or a
 * product), the author's blanks decide.
 */
final class Spacing {
    private static final Set<String> BINARY = Set.of("=", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "|", "^", "<<",
            ">>", "/", "%", "?", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=");
    /** Words after which an expression starts. */
    private static final Set<String> LEADS = Set.of("check", "in", "capture", "within", "expect");
    private static final String OPERATOR_CHARACTERS = "+-*/%&|^~!<>=.#:";

    private final List<Piece> pieces;
    private final Blocks blocks;

    Spacing(List<Piece> pieces, Blocks blocks) {
        this.pieces = pieces;
        this.blocks = blocks;
    }

    /** What an operator with two readings is. */
    private enum Role {
        BINARY, PREFIX, POINTER, TIGHT
    }

    /** Blanks before piece {@code index} when the piece before it stands on the same line. */
    int before(int index) {
        int wanted = wanted(index);
        return wanted == 0 && written(index) && wouldMerge(pieces.get(index - 1), pieces.get(index)) ? 1 : wanted;
    }

    private int wanted(int index) {
        Piece left = pieces.get(index - 1);
        Piece right = pieces.get(index);
        if (right.isComment() || left.isComment()) {
            return left.is("(") || isOneOf(right, ";", ",", ")", "]") ? 0 : 1;
        }
        if (pieces.get(blocks.statement(index)).is("import")) {
            return right.is(";") ? 0 : as(index);
        }
        if (isOneOf(right, ";", ",", ")", "]", ".", "->") || isOneOf(left, "(", "[", ".", "->", "!", "~")) {
            return 0;
        }
        if (isOneOf(left, ",", ";", "{", "}", ":", "?") || isOneOf(right, "{", "}", "?")) {
            return 1;
        }
        if (right.is(":")) {
            return isLabel(index) ? as(index) : 1;
        }
        if (left.is("..") || right.is("..")) {
            return blocks.around(index).map(block -> block.kind() == Block.Kind.BITS).orElse(false) ? 0 : 1;
        }
        return operators(index, left, right);
    }

    private int operators(int index, Piece left, Piece right) {
        if (BINARY.contains(left.text()) || BINARY.contains(right.text())) {
            return 1;
        }
        if (isAmbiguous(left)) {
            // "*" for every number, not for what a pointer points to
            boolean every = pieces.get(blocks.statement(index)).is("command") && right.is("since");
            return role(index - 1) == Role.BINARY || every ? 1 : 0;
        }
        if (isAmbiguous(right)) {
            return switch (role(index)) {
                case BINARY, PREFIX -> 1;
                case POINTER -> left.is("*") ? 0 : 1;
                case TIGHT -> 0;
            };
        }
        if (right.is("[")) {
            return 0;
        }
        if (right.is("(")) {
            return LEADS.contains(left.text()) ? 1 : as(index);
        }
        return left.is("]") || (isOperand(left) && isOperand(right)) ? 1 : as(index);
    }

    /** Whether the colon {@code index} may end a label, rather than stand between two things. */
    private boolean isLabel(int index) {
        for (int i = blocks.statement(index); i < index; i++) {
            if (pieces.get(i).is("?")) {
                return false;
            }
        }
        return blocks.around(index).map(block -> block.kind() == Block.Kind.OTHER).orElse(false);
    }

    private Role role(int index) {
        Piece before = pieces.get(index - 1);
        boolean star = pieces.get(index).is("*");
        boolean operand = (isOperand(before) && !LEADS.contains(before.text())) || isOneOf(before, ")", "]");
        if (!operand) {
            return star && before.is("*") && role(index - 1) == Role.POINTER ? Role.POINTER : Role.PREFIX;
        }
        if (star && isPointer(index)) {
            return Role.POINTER;
        }
        return before.is(")") && !written(index) && mayBeCast(index - 1) ? Role.TIGHT : Role.BINARY;
    }

    /** Whether words alone stand between the parenthesis {@code close} and the one that opens it, as in a cast. */
    private boolean mayBeCast(int close) {
        int at = close - 1;
        while (at > 0 && (pieces.get(at).kind() == Piece.Kind.WORD || pieces.get(at).is("*"))) {
            at--;
        }
        return pieces.get(at).is("(");
    }

    private boolean isPointer(int index) {
        boolean last = index + 1 == pieces.size() || isOneOf(pieces.get(index + 1), ")", ",", ";");
        return last || (blocks.inDeclaration(index) && blocks.parentheses(index) == 0)
                || (written(index) && !written(index + 1));
    }

    private int as(int index) {
        return written(index) ? 1 : 0;
    }

    /** Whether the author left a blank before piece {@code index}. */
    private boolean written(int index) {
        return pieces.get(index - 1).span().end() < pieces.get(index).span().start();
    }

    /** Whether two pieces without a blank between them would be read as something else. */
    private static boolean wouldMerge(Piece left, Piece right) {
        char last = left.text().charAt(left.text().length() - 1);
        char first = right.text().charAt(0);
        boolean words = isWordCharacter(last) && (isWordCharacter(first) || right.is(".") || first == '"');
        return words || (left.is(".") && isWordCharacter(first))
                || (OPERATOR_CHARACTERS.indexOf(last) >= 0 && OPERATOR_CHARACTERS.indexOf(first) >= 0);
    }

    private static boolean isWordCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isAmbiguous(Piece piece) {
        return isOneOf(piece, "*", "&", "+", "-");
    }

    private static boolean isOperand(Piece piece) {
        return piece.kind() == Piece.Kind.WORD || piece.kind() == Piece.Kind.LITERAL;
    }

    private static boolean isOneOf(Piece piece, String... texts) {
        for (String text : texts) {
            if (piece.is(text)) {
                return true;
            }
        }
        return false;
    }
}

package dev.ringspect.server.lsp;

import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.feature.names.Painted;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.SemanticTokenModifiers;
import org.eclipse.lsp4j.SemanticTokenTypes;
import org.eclipse.lsp4j.SemanticTokensEdit;
import org.eclipse.lsp4j.SemanticTokensLegend;

/** Makes the protocol's semantic tokens of painted pieces: five numbers each, places relative to the one before. */
final class TokenConversion {
    private static final List<Painted.Paint> PAINTS = List.of(Painted.Paint.values());
    /** Bit 0 of a token's modifiers. */
    private static final int DECLARATION = 1;
    /** Bit 1. */
    private static final int BUILTIN = 2;

    private TokenConversion() {}

    static SemanticTokensLegend legend() {
        return new SemanticTokensLegend(PAINTS.stream().map(TokenConversion::type).toList(),
                List.of(SemanticTokenModifiers.Declaration, SemanticTokenModifiers.DefaultLibrary));
    }

    private static String type(Painted.Paint paint) {
        return switch (paint) {
            case KEYWORD -> SemanticTokenTypes.Keyword;
            case COMMENT -> SemanticTokenTypes.Comment;
            case STRING -> SemanticTokenTypes.String;
            case NUMBER -> SemanticTokenTypes.Number;
            case PROTOCOL -> SemanticTokenTypes.Namespace;
            case COMMAND -> SemanticTokenTypes.Method;
            case STRUCT -> SemanticTokenTypes.Struct;
            case ENUM -> SemanticTokenTypes.Enum;
            case TYPE -> SemanticTokenTypes.Type;
            case MEMBER -> SemanticTokenTypes.Property;
            case VALUE -> SemanticTokenTypes.Variable;
            case CONSTANT -> SemanticTokenTypes.EnumMember;
            case MACRO -> SemanticTokenTypes.Macro;
            case FUNCTION -> SemanticTokenTypes.Function;
        };
    }

    static List<Integer> data(SourceText text, Positions positions, List<Painted> painted) {
        List<Integer> data = new ArrayList<>(painted.size() * 5);
        int line = 0;
        int character = 0;
        for (Painted piece : painted) {
            Position start = positions.position(text, piece.span().start());
            Position end = positions.position(text, piece.span().end());
            boolean sameLine = start.getLine() == line;
            data.add(start.getLine() - line);
            data.add(sameLine ? start.getCharacter() - character : start.getCharacter());
            data.add(end.getCharacter() - start.getCharacter());
            data.add(PAINTS.indexOf(piece.paint()));
            data.add((piece.declaration() ? DECLARATION : 0) | (piece.builtin() ? BUILTIN : 0));
            line = start.getLine();
            character = start.getCharacter();
        }
        return data;
    }

    /** The one edit between two answers, whole tokens of it; none where they are equal. */
    static List<SemanticTokensEdit> edits(List<Integer> before, List<Integer> after) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head).equals(after.get(head))) {
            head++;
        }
        head -= head % 5;
        int tail = 0;
        while (tail < shorter - head
                && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        tail -= tail % 5;
        if (head == before.size() && head == after.size()) {
            return List.of();
        }
        return List.of(new SemanticTokensEdit(head, before.size() - head - tail,
                List.copyOf(after.subList(head, after.size() - tail))));
    }
}

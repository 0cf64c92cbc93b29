package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.text.Encoding;
import dev.ringspect.protocol.text.LineColumn;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.Range;

/**
 * Converts between the client's positions and offsets. A position that a text does not have is taken for the nearest
 * one that it has.
 *
 * @param encoding what the client counts the characters of a line in
 */
record Positions(Encoding encoding) {

    /** In the first encoding of the client's list that is known here; in UTF-16 when it names none. */
    static Positions negotiate(List<String> offered) {
        return new Positions(
                offered.stream().flatMap(kind -> encoding(kind).stream()).findFirst().orElse(Encoding.UTF_16));
    }

    private static Optional<Encoding> encoding(String kind) {
        return switch (kind) {
            case PositionEncodingKind.UTF8 -> Optional.of(Encoding.UTF_8);
            case PositionEncodingKind.UTF16 -> Optional.of(Encoding.UTF_16);
            case PositionEncodingKind.UTF32 -> Optional.of(Encoding.UTF_32);
            default -> Optional.empty();
        };
    }

    /** The name of the encoding in {@code initialize}. */
    String kind() {
        return switch (encoding) {
            case UTF_8 -> PositionEncodingKind.UTF8;
            case UTF_16 -> PositionEncodingKind.UTF16;
            case UTF_32 -> PositionEncodingKind.UTF32;
        };
    }

    /** The offset of a position. */
    int offset(SourceText text, Position position) {
        if (position.getLine() < 0) {
            return 0;
        }
        return text.offset(new LineColumn(position.getLine(), Math.max(0, position.getCharacter())), encoding);
    }

    /** Whether a position names a place that the text has: its line exists, and the line is that long. */
    boolean exists(SourceText text, Position position) {
        int line = position.getLine();
        if (line < 0 || line >= text.lineCount() || position.getCharacter() < 0) {
            return false;
        }
        return position.getCharacter() <= text.position(text.lineSpan(line).end(), encoding).column();
    }

    /** The position of an offset. */
    Position position(SourceText text, int offset) {
        LineColumn at = text.position(offset, encoding);
        return new Position(at.line(), at.column());
    }

    /** The range of a span. */
    Range range(SourceText text, Span span) {
        return new Range(position(text, span.start()), position(text, span.end()));
    }
}

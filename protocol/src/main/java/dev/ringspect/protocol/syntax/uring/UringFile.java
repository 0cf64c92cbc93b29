package dev.ringspect.protocol.syntax.uring;

import java.util.List;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.token.Tokens;

/**
 * A parsed file of the layout language. With the tokens it loses nothing of the text.
 *
 * @param source the text
 * @param tokens all tokens, comments and white space included
 * @param items what it declares, in order; an item with an error in it is there as far as it was understood
 * @param problems what is wrong, by place
 */
public record UringFile(SourceText source, Tokens tokens, List<UringItem> items, List<Problem> problems) {
    public UringFile {
        items = List.copyOf(items);
        problems = List.copyOf(problems);
    }

    /** Parses a {@code .uring} file. */
    public static UringFile parse(SourceText source) {
        return UringParser.parse(source, true);
    }

    /** Parses a C header or source: the same declarations, without the words that the layout language adds. */
    public static UringFile parseC(SourceText source) {
        return UringParser.parse(source, false);
    }
}

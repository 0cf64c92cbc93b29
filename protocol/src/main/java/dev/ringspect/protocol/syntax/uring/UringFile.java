package dev.ringspect.protocol.syntax.uring;

import java.util.List;

import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.token.Tokens;

/**
 * A parsed file of the layout language. With the tokens it loses nothing of the text.
 *
 * @param source the text
 * @param tokens all tokens, comments and white space included
 * @param items what it declares, in order; an item with an error in it is there as far as it was understood. C
 *     declarations are those that the text shows, before any macro and in every branch of a condition
 * @param regions what is the layout language's own, by place: all between them is C
 * @param unclear C that is no declaration as it stands: it is wrong, or a macro makes it one
 * @param problems what is wrong with single tokens and within the regions, by place; what is wrong with the C between
 *     them is known only after the preprocessor
 */
public record UringFile(SourceText source, Tokens tokens, List<UringItem> items, List<Span> regions,
        List<Span> unclear, List<Problem> problems) {
    public UringFile {
        items = List.copyOf(items);
        regions = List.copyOf(regions);
        unclear = List.copyOf(unclear);
        problems = List.copyOf(problems);
    }

    /** The largest file that is looked into, in bytes; nothing that a person wrote comes near it. */
    public static final int LARGEST = 1 << 20;

    /** Nothing of a text, for the reason {@code problem}. */
    public static UringFile refused(SourceText source, Problem problem) {
        // None of it is C either, so that nobody looks for that between the regions.
        return new UringFile(source, Tokens.of(SourceText.of(source.uri(), "")), List.of(),
                List.of(new Span(0, source.length())), List.of(), List.of(problem));
    }

    /** Parses a {@code .uring} file. */
    public static UringFile parse(SourceText source) {
        return UringParser.parse(source);
    }
}

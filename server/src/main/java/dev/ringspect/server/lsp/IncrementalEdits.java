package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/** Applies the client's edits to a text, one after the other, each on the outcome of the one before. */
final class IncrementalEdits {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private IncrementalEdits() {}

    /**
     * The text after {@code changes}. A range that the text does not have is moved to the nearest one that it has, and
     * logged: the next full text or the next opening puts the document right again.
     */
    static SourceText apply(SourceText before, List<TextDocumentContentChangeEvent> changes, Positions positions) {
        SourceText text = before;
        for (TextDocumentContentChangeEvent change : changes) {
            Range range = change.getRange();
            text = range == null
                    ? SourceText.of(text.uri(), change.getText())
                    : text.edited(List.of(new TextEdit(span(text, range, positions), change.getText())));
        }
        return text;
    }

    private static Span span(SourceText text, Range range, Positions positions) {
        int start = positions.offset(text, range.getStart());
        int end = positions.offset(text, range.getEnd());
        if (end < start || !positions.exists(text, range.getStart()) || !positions.exists(text, range.getEnd())) {
            LOG.log(Level.WARNING, "the client edits a range that {0} does not have: {1}", text, range);
        }
        return new Span(Math.min(start, end), Math.max(start, end));
    }
}

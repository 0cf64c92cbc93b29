package dev.ringspect.server.cli.check;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.report.ReportTexts;
import dev.ringspect.protocol.text.LineColumn;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.cli.terminal.Terminal;

/** Findings as compilers print them: the place, the sentence, the line of the text with carets beneath. */
final class FindingText {
    /** Of a longer line only the part around the place is shown. */
    private static final int LONGEST_LINE = 400;
    private static final int BEFORE = 80;

    private final Terminal terminal;
    private final ReportTexts places;

    FindingText(Terminal terminal, ReportTexts places) {
        this.terminal = terminal;
        this.places = places;
    }

    void print(Finding finding) {
        String id = finding.id().isEmpty() ? "" : " [" + finding.id() + "]";
        String severity = terminal.paint(Terminal.inkOf(finding.severity()), finding.severity().word());
        Location where = finding.where().orElse(null);
        SourceText text = where == null ? null : places.texts().apply(where.source()).orElse(null);
        if (where == null || text == null) {
            terminal.print(severity + ": " + finding.message() + id);
            return;
        }
        terminal.print(place(where, text) + severity + ": " + finding.message() + id);
        excerpt(text, where.span());
        for (Finding.Related related : finding.related()) {
            places.texts().apply(related.where().source()).ifPresent(other -> terminal
                    .print("  " + place(related.where(), other) + "note: " + related.what()));
        }
    }

    private String place(Location where, SourceText text) {
        return places.names().apply(where.source()) + ":" + text.position(where.span().start()).display() + ": ";
    }

    /**
     * The line and carets under the span; tabs stay tabs so that both lines agree, and other control characters, which a
     * terminal would obey, become a sign for them.
     */
    private void excerpt(SourceText text, Span span) {
        LineColumn start = text.position(span.start());
        Span whole = text.lineSpan(start.line());
        Span line = whole.length() <= LONGEST_LINE ? whole : around(whole, span.start());
        String words = text.slice(line);
        if (words.isBlank()) {
            return;
        }
        StringBuilder carets = new StringBuilder();
        for (int i = 0; i < span.start() - line.start(); i++) {
            carets.append(words.charAt(i) == '\t' ? '\t' : ' ');
        }
        int width = Math.min(span.end(), line.end()) - span.start();
        carets.append('^').append("~".repeat(Math.max(0, width - 1)));
        terminal.print("  " + words.replaceAll("[\\p{Cntrl}&&[^\t]]", "\uFFFD"));
        terminal.print("  " + carets);
    }

    private static Span around(Span line, int offset) {
        int from = Math.max(line.start(), offset - BEFORE);
        return new Span(from, Math.min(line.end(), from + LONGEST_LINE));
    }
}

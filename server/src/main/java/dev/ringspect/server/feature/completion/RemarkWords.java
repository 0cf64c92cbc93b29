package dev.ringspect.server.feature.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.inspect.Catalogue;
import dev.ringspect.protocol.text.Span;

/** The words of a comment that speaks to Ringspect: {@code // ringspect: ignore L04}. */
final class RemarkWords {
    private static final Pattern VERB = Pattern.compile("(?://|/\\*)[/*!]*[ \\t]*ringspect:[ \\t]*([a-z-]*)$");
    private static final Pattern IDS = Pattern
            .compile("(?://|/\\*)[/*!]*[ \\t]*ringspect:[ \\t]*ignore(?:-file)?[ \\t](?:[\\w, \\t]*[, \\t])?(\\w*)$");

    private RemarkWords() {}

    /** What can be typed at {@code offset}, which is in a comment of {@code text}. */
    static Suggestions of(String text, int offset) {
        String line = text.substring(text.lastIndexOf('\n', offset - 1) + 1, offset);
        Matcher ids = IDS.matcher(line);
        if (ids.find()) {
            List<Suggestion> found = new ArrayList<>();
            for (Catalogue.Entry entry : Catalogue.ALL) {
                if (entry.isSilencedByRemarks()) {
                    found.add(Suggestion.of(entry.id(), Suggestion.Kind.VALUE, entry.name(), "", found.size()));
                }
            }
            return new Suggestions(new Span(offset - ids.group(1).length(), offset), found, true);
        }
        Matcher verb = VERB.matcher(line);
        if (verb.find()) {
            return new Suggestions(new Span(offset - verb.group(1).length(), offset), List.of(
                    Suggestion.of("ignore", Suggestion.Kind.KEYWORD, "",
                            "Silences inspections on this line, or on the declaration below.", 0),
                    Suggestion.of("ignore-file", Suggestion.Kind.KEYWORD, "", "Silences inspections in this file.", 1)),
                    true);
        }
        return new Suggestions(new Span(offset, offset), List.of(), true);
    }
}

package dev.ringspect.protocol.inspect.language;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Spelling;
import dev.ringspect.protocol.text.TextEdit;

/**
 * Puts the name that was meant where one stands that nothing declares. What is near is what the message says: the one word
 * that it takes to be meant, or the nearest of those that it says are there.
 */
final class NearName {
    private static final Pattern MEANT = Pattern.compile("; did you mean (?:(?:struct|union|enum) )?([\\w.]+)");
    private static final Pattern THERE = Pattern.compile("; (?:it has|these are:) ([\\w., ]+)");
    private static final Pattern WORD = Pattern.compile("\"?([\\w.]+)\"?");

    private NearName() {}

    /** The change of the name that {@code problem} of {@code source} is about; empty where nothing is near. */
    static Optional<Fix> fix(SourceText source, Problem problem) {
        String text = source.slice(problem.span());
        Matcher word = WORD.matcher(text);
        if (!word.matches()) {
            return Optional.empty();
        }
        return meant(word.group(1), problem.message()).map(name -> Fix.quick("Change to '" + name + "'", source.uri(),
                new TextEdit(problem.span(), text.replace(word.group(1), name))));
    }

    private static Optional<String> meant(String word, String message) {
        Matcher meant = MEANT.matcher(message);
        if (meant.find()) {
            return Optional.of(meant.group(1));
        }
        Matcher there = THERE.matcher(message);
        return there.find() ? Spelling.nearest(word, List.of(there.group(1).split(", "))) : Optional.empty();
    }
}

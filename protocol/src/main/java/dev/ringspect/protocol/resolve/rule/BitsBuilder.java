package dev.ringspect.protocol.resolve.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.MemberPaths;
import dev.ringspect.protocol.resolve.type.Types;
import dev.ringspect.protocol.syntax.c.Name;
import dev.ringspect.protocol.syntax.uring.UringItem;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;

/** Resolves {@code bits { 0..15 name; }} after a member, or a word of the SQE or CQE. */
public final class BitsBuilder {
    private final SourceText source;
    private final Types types;
    private final List<Problem> problems;
    private final MeaningBuilder meanings;

    BitsBuilder(SourceText source, Types types, List<Problem> problems, MeaningBuilder meanings) {
        this.source = source;
        this.types = types;
        this.problems = problems;
        this.meanings = meanings;
    }

    /**
     * The bits that have names.
     *
     * @param path the number that they are bits of
     * @param width how many bits it has
     * @param isNew whether a name is not taken yet; it notes the problem otherwise
     * @param members what the length of a pointer's target may name
     */
    public FieldMeaning.Bits of(String path, int width, List<UringItem.BitRange> written, Predicate<Name> isNew,
            List<MemberPaths.At> members) {
        int most = width - 1;
        List<FieldMeaning.BitRange> ranges = new ArrayList<>();
        for (UringItem.BitRange range : written) {
            long low = types.constants().evaluate(range.low()).orElse(-1);
            long high = range.high().map(expression -> types.constants().evaluate(expression).orElse(-1)).orElse(low);
            if (low < 0 || high < low || high > most) {
                problem(range.low().span().to(range.high().orElse(range.low()).span()),
                        "the bits of " + path + " are 0 to " + most + ", the lower one first");
            } else if (ranges.stream().anyMatch(other -> other.name().equals(range.name().text()))) {
                problem(range.name().span(), "there are other bits '" + range.name().text() + "'");
            } else if (overlaps(ranges, low, high).isPresent()) {
                FieldMeaning.BitRange other = overlaps(ranges, low, high).get();
                problem(range.name().span(), "these bits overlap those of '" + other.name() + "', " + other.low() + ".."
                        + (other.low() + other.width() - 1) + "; in a variant each case may cut a member anew");
            } else if (isNew.test(range.name())) {
                ranges.add(new FieldMeaning.BitRange((int) low, (int) (high - low + 1), range.name().text(),
                        range.meaning().flatMap(meaning -> meanings.meaning(meaning, members)).stream().toList(),
                        source.at(range.name().span())));
            }
        }
        return new FieldMeaning.Bits(ranges);
    }

    private static Optional<FieldMeaning.BitRange> overlaps(List<FieldMeaning.BitRange> ranges, long low, long high) {
        return ranges.stream().filter(other -> low < other.low() + other.width() && high >= other.low()).findFirst();
    }

    private void problem(Span span, String message) {
        problems.add(new Problem(span, Severity.ERROR, message));
    }
}

package dev.ringspect.protocol.inspect.subject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;

/**
 * What the remarks of texts silence of what traffic shows: {@code // ringspect: ignore D08} on the line of the member, of the
 * rule that asks for it, or of the command. Used by one thread; texts are read when the first finding stands in them.
 */
public final class Silence {
    private final Function<String, Optional<SourceText>> texts;
    private final Map<String, List<Remark>> remarks = new HashMap<>();

    /**
     * What the remarks in some texts say.
     *
     * @param texts the texts by their URIs, where they can be read
     */
    public Silence(Function<String, Optional<SourceText>> texts) {
        this.texts = texts;
    }

    /** Whether a remark where the finding stands, or where the rule stands that it is about, names its id. */
    public boolean covers(Finding finding) {
        return finding.where().filter(where -> covers(finding.id(), where)).isPresent()
                || finding.related().stream().anyMatch(place -> covers(finding.id(), place.where()));
    }

    /** Whether a remark about {@code where} names {@code id}. */
    public boolean covers(String id, Location where) {
        return remarks.computeIfAbsent(where.source(), uri -> texts.apply(uri).map(Remark::of).orElse(List.of()))
                .stream().anyMatch(remark -> remark.silences(id, where.span().start()));
    }
}

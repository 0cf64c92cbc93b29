package dev.ringspect.server.feature.names;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/**
 * Every name of one protocol file, with what it stands for: names that nothing declares are left out. Immutable.
 */
public final class Occurrences {
    private final SourceText source;
    private final NavigableMap<Integer, Occurrence> byStart;

    private Occurrences(SourceText source, NavigableMap<Integer, Occurrence> byStart) {
        this.source = source;
        this.byStart = byStart;
    }

    /** The names of {@code model}'s text. */
    public static Occurrences of(ProtocolModel model) {
        NavigableMap<Integer, Occurrence> byStart = new TreeMap<>();
        new FileWalk(model, occurrence -> byStart.putIfAbsent(occurrence.span().start(), occurrence)).run();
        return new Occurrences(model.source(), byStart);
    }

    /** The text. */
    public SourceText source() {
        return source;
    }

    /** All of them, in the order of the text; no two overlap. */
    public Collection<Occurrence> all() {
        return Collections.unmodifiableCollection(byStart.values());
    }

    /** The name that {@code offset} is in, or at the end of. */
    public Optional<Occurrence> at(int offset) {
        Map.Entry<Integer, Occurrence> entry = byStart.floorEntry(offset);
        return entry != null && entry.getValue().span().touches(offset)
                ? Optional.of(entry.getValue())
                : Optional.empty();
    }

    /** Where {@code symbol} stands, in the order of the text. */
    public List<Occurrence> of(Symbol symbol) {
        return byStart.values().stream().filter(occurrence -> occurrence.symbol().equals(symbol)).toList();
    }

    /** What the text declares, in its order. */
    public List<Occurrence> declarations() {
        return byStart.values().stream().filter(found -> found.role() == Occurrence.Role.DECLARATION).toList();
    }
}

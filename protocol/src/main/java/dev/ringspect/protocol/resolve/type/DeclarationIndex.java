package dev.ringspect.protocol.resolve.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.text.Location;

/** From places to what they declare or name, and from fields of commands to places; in the file and in what it imports. */
public final class DeclarationIndex {
    private final String uri;
    private final Map<String, TreeMap<Integer, Declared>> bySource = new HashMap<>();
    private final Map<FieldPath, Location> places = new HashMap<>();
    private final Map<Location, List<FieldPath>> uses = new HashMap<>();

    /** @param uri what the protocol file is called */
    public DeclarationIndex(String uri) {
        this.uri = uri;
    }

    /** Adds what a place of the protocol file declares or names. */
    public void add(Declared declared) {
        add(uri, declared);
    }

    /** Adds what a place of {@code source} declares. */
    public void add(String source, Declared declared) {
        bySource.computeIfAbsent(source, _ -> new TreeMap<>()).put(declared.span().start(), declared);
    }

    public void add(FieldPath path, Location where) {
        places.putIfAbsent(path, where);
        uses.computeIfAbsent(where, _ -> new ArrayList<>()).add(path);
    }

    public Optional<Declared> at(int offset) {
        return at(uri, offset);
    }

    public Optional<Declared> at(String source, int offset) {
        TreeMap<Integer, Declared> byStart = bySource.get(source);
        Map.Entry<Integer, Declared> entry = byStart == null ? null : byStart.floorEntry(offset);
        return entry != null && entry.getValue().span().touches(offset)
                ? Optional.of(entry.getValue())
                : Optional.empty();
    }

    public Optional<Location> locate(FieldPath path) {
        return Optional.ofNullable(places.get(path));
    }

    public List<FieldPath> usesOf(Location where) {
        return List.copyOf(uses.getOrDefault(where, List.of()));
    }
}

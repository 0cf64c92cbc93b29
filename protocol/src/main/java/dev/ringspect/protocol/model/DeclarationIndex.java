package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.ringspect.protocol.text.Location;

/** From places to what they declare or name, and from fields of commands to places. */
final class DeclarationIndex {
    private final TreeMap<Integer, Declared> byStart = new TreeMap<>();
    private final Map<FieldPath, Location> places = new HashMap<>();
    private final Map<Location, List<FieldPath>> uses = new HashMap<>();

    void add(Declared declared) {
        byStart.put(declared.span().start(), declared);
    }

    void add(FieldPath path, Location where) {
        places.putIfAbsent(path, where);
        uses.computeIfAbsent(where, _ -> new ArrayList<>()).add(path);
    }

    Optional<Declared> at(int offset) {
        Map.Entry<Integer, Declared> entry = byStart.floorEntry(offset);
        if (entry != null && entry.getValue().span().touches(offset)) {
            return Optional.of(entry.getValue());
        }
        return Optional.empty();
    }

    Optional<Location> locate(FieldPath path) {
        return Optional.ofNullable(places.get(path));
    }

    List<FieldPath> usesOf(Location where) {
        return List.copyOf(uses.getOrDefault(where, List.of()));
    }
}

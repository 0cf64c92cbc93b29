package dev.ringspect.server.feature;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.server.state.Analysis;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;

/** The structs that stand in a text: those of a protocol file, and those of a header that protocol files reach. */
final class DeclaredStructs {
    private DeclaredStructs() {}

    static List<Type.Struct> in(Snapshot at, String uri, Cancel cancel) {
        Optional<Analysis> own = at.texts().protocolFile(uri);
        if (own.isPresent()) {
            return own.get().model().structs();
        }
        Set<Location> seen = new LinkedHashSet<>();
        List<Type.Struct> found = new ArrayList<>();
        for (Analysis file : at.texts().protocolFiles()) {
            cancel.check();
            for (Type.Struct struct : file.model().importedStructs()) {
                Optional<Location> where = struct.where().filter(place -> Texts.areSame(place.source(), uri));
                if (where.isPresent() && seen.add(where.get())) {
                    found.add(struct);
                }
            }
        }
        return found;
    }
}

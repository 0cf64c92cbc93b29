package dev.ringspect.protocol.inspect.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.SourceText;

/** What protocol files say about C and Rust texts, looked up once for all texts that are asked about. Immutable. */
public final class Reaches {
    private final Map<String, Map<Roles.Key, Set<Role>>> byText = new HashMap<>();
    private final Map<String, List<Type.Struct>> byName = new LinkedHashMap<>();

    private Reaches(Collection<ProtocolModel> protocols) {
        for (ProtocolModel model : protocols) {
            Roles.of(model, false).each((struct, roles) -> byText
                    .computeIfAbsent(struct.source(), _ -> new HashMap<>())
                    .computeIfAbsent(struct, _ -> EnumSet.noneOf(Role.class)).addAll(roles));
            Mirrors.structs(model).forEach(struct -> byName
                    .computeIfAbsent(Mirrors.bare(struct.name()), _ -> new ArrayList<>()).add(struct));
        }
    }

    /** What these files say. */
    public static Reaches of(Collection<ProtocolModel> protocols) {
        return new Reaches(protocols);
    }

    /** What they say about {@code text}. */
    public Reach of(SourceText text) {
        return of(text.uri(), Mirrors.namesIn(text));
    }

    /**
     * What they say about the text called {@code uri}.
     *
     * @param names the names of its structs, as {@link Mirrors#namesIn} finds them
     */
    public Reach of(String uri, Set<String> names) {
        List<Type.Struct> mirrored = new ArrayList<>();
        if (!names.isEmpty()) {
            byName.forEach((name, structs) -> {
                if (names.contains(name)) {
                    mirrored.addAll(structs);
                }
            });
        }
        return new Reach(byText.getOrDefault(uri, Map.of()), mirrored);
    }
}

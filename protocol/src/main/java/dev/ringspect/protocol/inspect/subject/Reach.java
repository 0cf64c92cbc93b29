package dev.ringspect.protocol.inspect.subject;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.ringspect.protocol.layout.Type;

/**
 * All that protocol files say about one C or Rust text. What is found in the text depends on nothing else of them, so while
 * two of these are equal, so is what is found.
 *
 * @param roles by a struct of the text what the commands have it for
 * @param mirrored structs of protocols that have the name of one that the text declares, where it is Rust
 */
public record Reach(Map<Roles.Key, Set<Role>> roles, List<Type.Struct> mirrored) {
    public Reach {
        roles = Map.copyOf(roles);
        mirrored = List.copyOf(mirrored);
    }

    /** Whether no protocol file speaks of the text. */
    public boolean isEmpty() {
        return roles.isEmpty() && mirrored.isEmpty();
    }

    /** What the commands have {@code struct} for, which may be as another translation unit has it. */
    Set<Role> of(Type.Struct struct) {
        return roles.getOrDefault(Roles.key(struct), Set.of());
    }
}

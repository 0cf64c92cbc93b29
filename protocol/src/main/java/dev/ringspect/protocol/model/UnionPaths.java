package dev.ringspect.protocol.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.MemberPaths;

/** Which members of unions a path leads through. */
public final class UnionPaths {
    private UnionPaths() {}

    /** Whether {@code path} leads through a member of a union within {@code struct}. */
    public static boolean in(Type.Struct struct, String path) {
        return !through(struct, path).isEmpty();
    }

    /**
     * The members of a union that share their bytes with a member on {@code path}, that one included.
     *
     * @param union the union's path, empty for an anonymous one at the top
     * @param chosen the member on the path, by its place among the union's members
     */
    public record Choice(Type.Struct union, String path, int chosen) {}

    /** The unions within {@code struct} that {@code path} leads through, outermost first. */
    public static List<Choice> through(Type.Struct struct, String path) {
        List<Choice> choices = new ArrayList<>();
        descend(struct, "", path, choices);
        return choices;
    }

    private static boolean descend(Type.Struct struct, String prefix, String path, List<Choice> choices) {
        for (int i = 0; i < struct.members().size(); i++) {
            Member member = struct.members().get(i);
            String at = MemberPaths.join(prefix, member.name());
            boolean leads = at.equals(path) || path.startsWith(at + ".") || member.name().isEmpty();
            if (!leads) {
                continue;
            }
            int before = choices.size();
            if (struct.isUnion()) {
                choices.add(new Choice(struct, prefix, i));
            }
            Optional<Type.Struct> inner = member.type().bare() instanceof Type.Struct found
                    ? Optional.of(found)
                    : Optional.empty();
            if (!member.name().isEmpty() && at.equals(path)) {
                return true;
            }
            if (inner.isPresent() && descend(inner.get(), at, path, choices)) {
                return true;
            }
            choices.subList(before, choices.size()).clear();
        }
        return false;
    }
}

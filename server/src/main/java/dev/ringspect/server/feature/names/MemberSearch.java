package dev.ringspect.server.feature.names;

import java.util.Optional;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.layout.Type;

/** Finds a member by the place of its declaration. */
final class MemberSearch {
    private MemberSearch() {}

    /**
     * A member where it was found.
     *
     * @param owner the struct with a tag that it belongs to
     * @param path its path within it
     */
    record Found(Type.Struct owner, Member member, String path) {}

    /** The member of {@code owner}, or of structs without a tag within it, that {@code symbol} stands for. */
    static Optional<Found> in(Type.Struct owner, Symbol symbol) {
        return in(owner, owner, "", symbol);
    }

    private static Optional<Found> in(Type.Struct owner, Type.Struct struct, String prefix, Symbol symbol) {
        for (Member member : struct.members()) {
            String path = member.name().isEmpty() ? prefix : FileNames.join(prefix, member.name());
            if (member.name().equals(symbol.name()) && member.where().equals(symbol.declared())) {
                return Optional.of(new Found(owner, member, path));
            }
            Optional<Found> inner = FileNames.structOf(member.type()).filter(type -> type.name().isEmpty())
                    .flatMap(type -> in(owner, type, path, symbol));
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }
}

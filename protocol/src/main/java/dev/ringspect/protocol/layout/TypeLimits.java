package dev.ringspect.protocol.layout;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bounds of what a type may be made of, so that whoever walks along one comes to an end. A few lines of text can declare a
 * struct with more members than a machine can count, each line holding the one before twice. One front-end remembers here
 * what its types come to, so that asking for one more costs no more than its own members.
 */
public final class TypeLimits {
    /** The most members of a struct, those of the structs in it included; arrays count as one. */
    public static final int MOST_MEMBERS = 1 << 16;
    /** So many types, arrays, pointers and typedefs may lie in one another. */
    public static final int DEEPEST = 128;

    private final IdentityHashMap<Type, Extent> known = new IdentityHashMap<>();

    private record Extent(long members, int depth) {
        static final Extent PLAIN = new Extent(0, 0);

        Extent within() {
            return new Extent(members, depth + 1);
        }
    }

    /** Why no type may be made of {@code type}; empty when it is within bounds. It is made of types that are. */
    public Optional<String> refused(Type type) {
        return refused(of(type));
    }

    /** Why no struct may have these members; empty when it may. Their types are within bounds. */
    public Optional<String> refused(List<Member> members) {
        return refused(of(members));
    }

    private static Optional<String> refused(Extent extent) {
        return extent.members > MOST_MEMBERS
                ? Optional.of("this has more than " + MOST_MEMBERS
                        + " members, those of the structs in it included; no more are laid out")
                : extent.depth > DEEPEST
                        ? Optional.of("more than " + DEEPEST
                                + " structs, arrays, pointers and typedefs lie in one another here")
                        : Optional.empty();
    }

    private Extent of(Type type) {
        return switch (type) {
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.EnumType _,Type.Incomplete _ ->
                Extent.PLAIN;
            case Type.Pointer pointer -> new Extent(0, of(pointer.target()).depth + 1);
            case Type.Array array -> of(array.element()).within();
            case Type.Typedef typedef -> remembered(typedef, () -> of(typedef.target()).within());
            case Type.Struct struct -> remembered(struct, () -> of(struct.members()));
        };
    }

    private Extent of(List<Member> members) {
        long all = members.size();
        int deepest = 0;
        for (Member member : members) {
            Extent inner = of(member.type());
            all += inner.members;
            deepest = Math.max(deepest, inner.depth);
        }
        return new Extent(all, deepest + 1);
    }

    private Extent remembered(Type type, Supplier<Extent> compute) {
        Extent extent = known.get(type);
        if (extent == null) {
            extent = compute.get();
            known.put(type, extent);
        }
        return extent;
    }
}

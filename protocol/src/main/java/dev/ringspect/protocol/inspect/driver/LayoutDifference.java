package dev.ringspect.protocol.inspect.driver;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.ringspect.protocol.layout.StructLayout;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;

/**
 * What one language's declaration of a struct has elsewhere than the other's. Members may be grouped otherwise: padding is
 * declared on one side alone, bytes of an array on one side are members on the other.
 */
final class LayoutDifference {
    private static final Pattern PADDING = Pattern.compile("pad|reserved|rsvd|resv|unused");

    private LayoutDifference() {}

    /** The first difference; empty where each side reads what the other wrote. */
    static Optional<String> of(StructLayout ours, StructLayout theirs) {
        for (MemberLayout our : ours.members()) {
            for (MemberLayout their : theirs.members()) {
                if (differ(our, their, ours, theirs)) {
                    return Optional.of(our.member().name() + " is byte " + our.offset() + " with " + our.size()
                            + ", and " + their.member().name() + " there is byte " + their.offset() + " with "
                            + their.size());
                }
            }
        }
        return ours.size() == theirs.size()
                ? Optional.empty()
                : Optional.of("it has " + ours.size() + " bytes, and the other " + theirs.size());
    }

    private static boolean differ(MemberLayout our, MemberLayout their, StructLayout ours, StructLayout theirs) {
        boolean same = our.bitOffset() == their.bitOffset() && our.bits() == their.bits();
        if (same) {
            return false;
        }
        boolean overlap = our.bitOffset() < end(their) && their.bitOffset() < end(our);
        if (name(our).equals(name(their)) && !name(our).isEmpty()) {
            return our.bitOffset() != their.bitOffset() || (our.bits() > 0 && their.bits() > 0);
        }
        // members of a union lie on one another: what is compared is those of one name, and the size
        if (!overlap || isUnion(ours) || isUnion(theirs)) {
            return false;
        }
        if (holds(our, their)) {
            return !isDivided(our, theirs);
        }
        return !holds(their, our) || !isDivided(their, ours);
    }

    private static boolean isUnion(StructLayout layout) {
        return layout.type().keyword() == Type.Keyword.UNION;
    }

    private static boolean holds(MemberLayout outer, MemberLayout inner) {
        return outer.bitOffset() <= inner.bitOffset() && end(inner) <= end(outer);
    }

    /** Whether the other side's members are the parts of this one: a number has no holes, all else may. */
    private static boolean isDivided(MemberLayout whole, StructLayout other) {
        boolean number = whole.member().type().bare() instanceof Type.Int;
        List<MemberLayout> parts = other.members().stream().filter(part -> holds(whole, part)).toList();
        return !number || parts.stream().anyMatch(part -> part.member().isBitField())
                || parts.stream().mapToLong(MemberLayout::bits).sum() == whole.bits();
    }

    private static long end(MemberLayout member) {
        return member.bitOffset() + member.bits();
    }

    /** {@code type_} is the {@code type} of C; empty for padding, which each side has where it likes. */
    private static String name(MemberLayout member) {
        String name = member.member().name().replace("_", "").toLowerCase(Locale.ROOT);
        return PADDING.matcher(name).lookingAt() ? "" : name;
    }
}

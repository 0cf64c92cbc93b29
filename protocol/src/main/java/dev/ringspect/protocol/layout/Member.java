package dev.ringspect.protocol.layout;

import java.util.Optional;

import dev.ringspect.protocol.text.Location;

/**
 * A member of a struct or union.
 *
 * @param name its name; empty for an anonymous struct or union, and for a bit-field without a name
 * @param type its type
 * @param bitWidth width of a bit-field in bits (0 for {@code :0}), or {@link #NO_BIT_FIELD}
 * @param align bytes asked for by an {@code aligned} attribute on the member, 0 when there is none
 * @param packed whether the member itself carries {@code packed}
 * @param bitOffset bits from the start of the struct where this is known and not to be computed (BTF), or
 *     {@link #COMPUTED}
 * @param where the member's name in its text, or its type where it has no name; empty when it comes from no text
 */
public record Member(String name, Type type, int bitWidth, int align, boolean packed, long bitOffset,
        Optional<Location> where) {
    /** Value of {@link #bitWidth} for a member that is no bit-field. */
    public static final int NO_BIT_FIELD = -1;

    /** Value of {@link #bitOffset} where the layout engine decides. */
    public static final long COMPUTED = -1;

    /** A plain member. */
    public static Member of(String name, Type type) {
        return new Member(name, type, NO_BIT_FIELD, 0, false, COMPUTED, Optional.empty());
    }

    /** A bit-field. */
    public static Member bits(String name, Type type, int bitWidth) {
        return new Member(name, type, bitWidth, 0, false, COMPUTED, Optional.empty());
    }

    /** Whether this is a bit-field. */
    public boolean isBitField() {
        return bitWidth != NO_BIT_FIELD;
    }
}

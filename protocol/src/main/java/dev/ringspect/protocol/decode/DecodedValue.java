package dev.ringspect.protocol.decode;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/** A value with its name, as a person sees it. */
public sealed interface DecodedValue {
    /** The member's name; empty for an anonymous struct or union and for an element of an array. */
    String name();

    /** The full path, the same as {@link Field#path} for leaves. */
    String path();

    /** First byte, from the start of the SQE, the pdu or the CQE. */
    int offset();

    /** Bytes taken; a bit-field counts the bytes it touches. */
    int size();

    /** The member that declares it. */
    Optional<Location> where();

    /**
     * A number.
     *
     * @param raw its 64-bit pattern, extended by its own signedness
     * @param text the number in its usual form: decimal, {@code 0x} for unsigned 64-bit numbers and pointers
     * @param meaning constant name or flag names, empty when it has none
     * @param target of a pointer what it points to, with the length that the request gives it; else empty
     */
    record Scalar(String name, String path, Type type, long raw, boolean wideUnsigned, String text,
            Optional<String> meaning, Optional<String> target, int offset, int size,
            Optional<Location> where)
            implements
                DecodedValue {}

    /** A char array up to its first NUL. */
    record Text(String name, String path, Type type, String text, int offset, int size, Optional<Location> where)
            implements
                DecodedValue {}

    /** A struct or union: all members of a union are given, since nothing says which one is meant. */
    record Struct(String name, String path, Type type, List<DecodedValue> members, int offset, int size,
            Optional<Location> where) implements DecodedValue {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /** An array. */
    record Array(String name, String path, Type type, List<DecodedValue> elements, int offset, int size,
            Optional<Location> where) implements DecodedValue {
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** A member that lies past the bytes that were there. */
    record Missing(String name, String path, Type type, int offset, int size, Optional<Location> where)
            implements
                DecodedValue {}
}

package dev.ringspect.protocol.model;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;

/** What a field's number stands for, or must be. */
public sealed interface FieldMeaning {
    /** One of an enum's constants. */
    record OneOf(Type.EnumType type) implements FieldMeaning {}

    /** Bits of an enum's constants, or-ed together. */
    record FlagsOf(Type.EnumType type) implements FieldMeaning {}

    /**
     * An address in the submitter's memory.
     *
     * @param target what lies there, as written
     * @param length number of its elements, made of members that stand beside the pointer
     * @param type the type of one element, where it is known
     * @param capture what of it a trace may copy
     */
    record PointerTo(String target, Optional<Expr> length, Optional<Type> type, Optional<Capture> capture)
            implements
                FieldMeaning {
        /** A pointer to one {@code target}. */
        public PointerTo(String target) {
            this(target, Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Memory behind a pointer that a trace may copy.
     *
     * @param bytes how many bytes at most, from the address on
     * @param in whether the kernel reads it: it is copied when the command is submitted
     * @param out whether the kernel writes it: it is copied when the command completes
     */
    record Capture(int bytes, boolean in, boolean out) {
        /** {@code capture 64 in out}. */
        public String text() {
            return "capture " + bytes + (in ? " in" : "") + (out ? " out" : "");
        }
    }

    /** An errno, negated or not. */
    record Errno() implements FieldMeaning {}

    /** Characters, the first in the lowest byte; in an array up to the first NUL. */
    record Text() implements FieldMeaning {}

    /** A duration in {@code unit}. */
    record Time(TimeUnitWord unit) implements FieldMeaning {}

    /** The order of the number's bytes, whatever its type says. */
    record Order(Endian endian) implements FieldMeaning {}

    /**
     * How many elements of the array there are.
     *
     * @param number made of members of the same struct, their bits, values, words of the SQE, and constants
     * @param text as written
     */
    record Count(Expr number, String text) implements FieldMeaning {}

    /** Groups of bits with names of their own. */
    record Bits(List<BitRange> ranges) implements FieldMeaning {
        public Bits {
            ranges = List.copyOf(ranges);
        }
    }

    /**
     * Some bits of a number; as a field it is called {@code name} and stands beside the member.
     *
     * @param low the lowest bit, 0 being the number's lowest
     * @param width how many
     */
    record BitRange(int low, int width, String name, List<FieldMeaning> meanings, Location where) {
        public BitRange {
            meanings = List.copyOf(meanings);
        }
    }

    /** Always this value; another one is a finding of {@code severity}. */
    record MustBe(long value, Severity severity) implements FieldMeaning {}

    /** At least {@code low} and at most {@code high}; another value is a finding of {@code severity}. */
    record Within(long low, long high, Severity severity) implements FieldMeaning {}
}

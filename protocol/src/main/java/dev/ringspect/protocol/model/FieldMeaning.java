package dev.ringspect.protocol.model;

import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Severity;

/** What a field's number stands for, or must be. */
public sealed interface FieldMeaning {
    /** One of an enum's constants. */
    record OneOf(Type.EnumType type) implements FieldMeaning {}

    /** Bits of an enum's constants, or-ed together. */
    record FlagsOf(Type.EnumType type) implements FieldMeaning {}

    /** An address in the submitter's memory; {@code target} is what lies there, as written. */
    record PointerTo(String target) implements FieldMeaning {}

    /** Always this value; another one is a finding of {@code severity}. */
    record MustBe(long value, Severity severity) implements FieldMeaning {}
}

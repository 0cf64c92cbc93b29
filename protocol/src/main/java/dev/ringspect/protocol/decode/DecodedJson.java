package dev.ringspect.protocol.decode;

import java.io.IOException;
import java.util.List;

import com.google.gson.stream.JsonWriter;

import dev.ringspect.protocol.layout.Type;

/**
 * Decoded values as JSON: an object a struct, an array an array. An unsigned 64-bit number is a {@code "0x..."} string
 * by its declared type, whatever its value; every other integer is a number; a char array is a string. The members of an
 * anonymous struct stand among those around it. What the SQE has no bytes for is {@code null}.
 */
public final class DecodedJson {
    private DecodedJson() {}

    /** Writes the command's payload, then the fields of the SQE it uses, as one object. */
    public static void writeFields(DecodedCommand command, JsonWriter out) throws IOException {
        out.beginObject();
        members(command.payload(), out);
        members(command.sqe(), out);
        out.endObject();
    }

    /** Writes values with their names as one object. */
    public static void writeFields(List<DecodedValue> values, JsonWriter out) throws IOException {
        out.beginObject();
        members(values, out);
        out.endObject();
    }

    /** Writes one value, without its name. */
    public static void write(DecodedValue value, JsonWriter out) throws IOException {
        switch (value) {
            case DecodedValue.Scalar scalar -> number(scalar, out);
            case DecodedValue.Text text -> out.value(text.text());
            case DecodedValue.Missing _ -> out.nullValue();
            case DecodedValue.Struct struct -> {
                out.beginObject();
                members(struct.members(), out);
                out.endObject();
            }
            case DecodedValue.Array array -> {
                out.beginArray();
                for (DecodedValue element : array.elements()) {
                    write(element, out);
                }
                out.endArray();
            }
        }
    }

    private static void members(List<DecodedValue> members, JsonWriter out) throws IOException {
        for (DecodedValue member : members) {
            if (member instanceof DecodedValue.Struct anonymous && anonymous.name().isEmpty()) {
                members(anonymous.members(), out);
            } else {
                out.name(member.name());
                write(member, out);
            }
        }
    }

    private static void number(DecodedValue.Scalar scalar, JsonWriter out) throws IOException {
        if (scalar.wideUnsigned()) {
            out.value("0x" + Long.toHexString(scalar.raw()));
        } else if (scalar.type().bare() instanceof Type.FloatType) {
            out.value(scalar.text());
        } else {
            out.value(scalar.raw());
        }
    }

    /** The number {@code raw} in {@code field}, or in an element of {@code type} of it. */
    static void number(Field field, Type type, long raw, JsonWriter out) throws IOException {
        if (field.wideUnsigned()) {
            out.value("0x" + Long.toHexString(raw));
        } else if (type.bare() instanceof Type.FloatType) {
            out.value(FieldText.number(field, raw));
        } else {
            out.value(raw);
        }
    }
}

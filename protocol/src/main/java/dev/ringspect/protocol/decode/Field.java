package dev.ringspect.protocol.decode;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.text.Location;

/**
 * One number, or one array of numbers, of a command: a leaf of its layout.
 *
 * @param index its place in {@link CommandDecoder#fields}
 * @param path its name, {@code hdr.flags}, {@code q[1].tag}; a field of the SQE or CQE is {@code sqe.optname},
 *     {@code cqe.res}
 * @param label what its command calls it: the path without qualifier, or the name given by {@code as}
 * @param type its type as declared
 * @param area where its bytes are
 * @param offset its first byte, from the start of the SQE, the pdu or the CQE
 * @param bitShift for a bit-field, bits from that byte's lowest bit
 * @param bits width of one element in bits, at most 64
 * @param count number of elements; 1 unless an array; of an array without a length as many as an SQE can have
 * @param array whether its type is an array
 * @param signed whether the number is signed
 * @param wideUnsigned whether it is an unsigned 64-bit number, which JSON carries as a string
 * @param endian its byte order
 * @param meanings what it stands for
 * @param where the member that declares it
 * @param counter what says how many elements of an array there are, where anything does
 * @param guard in which cases it is there, where that depends on another member; several fields of one path are never there
 *     at once
 */
public record Field(int index, String path, String label, Type type, Area area, int offset, int bitShift, int bits,
        int count, boolean array, boolean signed, boolean wideUnsigned, Endian endian, List<FieldMeaning> meanings,
        Optional<Location> where, Optional<Count> counter, Optional<Guard> guard) {
    /** Whose bytes a field lies in. */
    public enum Area {
        /** The struct that is declared: the payload from byte 48 of the SQE, or the pdu. */
        PAYLOAD,
        /** Another part of the SQE. */
        SQE,
        /** The CQE. */
        CQE
    }

    public Field {
        meanings = List.copyOf(meanings);
    }

    /** The same field with other meanings, in some cases only. */
    Field meaning(List<FieldMeaning> other, int otherIndex, Guard when) {
        Endian order = endian;
        for (FieldMeaning meaning : other) {
            if (meaning instanceof FieldMeaning.Order(Endian given)) {
                order = given;
                break;
            }
        }
        return new Field(otherIndex, path, label, type, area, offset, bitShift, bits, count, array, signed,
                wideUnsigned, order, other, where, counter, Optional.of(when));
    }

    /** The same field, there only where {@code when} holds too. */
    Field guarded(Guard when) {
        return new Field(index, path, label, type, area, offset, bitShift, bits, count, array, signed, wideUnsigned,
                endian, meanings, where, counter, Optional.of(guard.map(before -> before.and(when)).orElse(when)));
    }

    /** The same field, {@code by} saying how many elements there are. */
    Field counted(Count by) {
        return new Field(index, path, label, type, area, offset, bitShift, bits, count, array, signed, wideUnsigned,
                endian, meanings, where, Optional.of(by), guard);
    }

    /** Those of {@code fields} called {@code path}, by their full path, else by their label; several where cases differ. */
    static List<Field> named(String path, List<Field> fields) {
        List<Field> found = fields.stream().filter(field -> field.path().equals(path)).toList();
        return found.isEmpty() ? fields.stream().filter(field -> field.label().equals(path)).toList() : found;
    }

    /** Bytes that all elements take. */
    public int byteLength() {
        return (bitShift + bits * count + 7) / 8;
    }

    /** First byte after it, from the start of the SQE, the pdu or the CQE. */
    public int end() {
        return offset + byteLength();
    }
}

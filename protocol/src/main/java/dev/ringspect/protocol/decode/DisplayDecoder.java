package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.Location;

/** Builds the tree that a person reads, for one request. */
final class DisplayDecoder {
    private final CommandDecoder decoder;
    private final LayoutEngine engine;
    private final MemorySegment memory;
    private final long at;
    private final int sqeBytes;
    private final Map<String, Field> byPath = new HashMap<>();

    DisplayDecoder(CommandDecoder decoder, Abi abi, MemorySegment memory, long at, int sqeBytes) {
        this.decoder = decoder;
        this.engine = new LayoutEngine(abi);
        this.memory = memory;
        this.at = at;
        this.sqeBytes = sqeBytes;
        decoder.fields().forEach(field -> byPath.put(field.path(), field));
    }

    DecodedCommand decode(List<DecodedValue> cqe) {
        List<DecodedValue> payload = decoder.command().payload()
                .map(struct -> members(struct, CommandDecoder.PAYLOAD_OFFSET, "")).orElse(List.of());
        List<DecodedValue> sqe = decoder.fields().stream().filter(field -> field.area() == Field.Area.SQE)
                .map(field -> scalar(field, field.label(), decoder.number(field, 0, memory, at))).toList();
        int size = decoder.payloadSize();
        int available = Math.min(size, Math.max(0, sqeBytes - CommandDecoder.PAYLOAD_OFFSET));
        return new DecodedCommand(decoder.protocol(), decoder.command(), payload, sqe, cqe, size, available);
    }

    private List<DecodedValue> members(Type.Struct struct, long base, String prefix) {
        List<DecodedValue> values = new ArrayList<>();
        for (MemberLayout member : engine.layout(struct).members()) {
            String name = member.member().name();
            Type type = member.member().type();
            long offset = base + member.offset();
            values.add(value(name, FieldCompiler.join(prefix, name), type, offset, member.size(),
                    member.member().where()));
        }
        return values;
    }

    private DecodedValue value(String name, String path, Type type, long offset, long size, Optional<Location> where) {
        int from = (int) Math.min(Integer.MAX_VALUE, offset);
        int bytes = (int) Math.min(Integer.MAX_VALUE, size);
        return switch (type.bare()) {
            case Type.Struct struct ->
                new DecodedValue.Struct(name, path, type, members(struct, offset, path), from, bytes, where);
            case Type.Array array -> array(name, path, type, array, from, bytes, where);
            case Type.Int _,Type.EnumType _,Type.Pointer _,Type.FloatType _ ->
                number(name, path, type, from, bytes, where);
            case Type.VoidType _,Type.Function _,Type.Incomplete _,Type.Typedef _ ->
                new DecodedValue.Missing(name, path, type, from, bytes, where);
        };
    }

    private DecodedValue number(String name, String path, Type type, int from, int bytes, Optional<Location> where) {
        Field field = byPath.get(path);
        if (field == null || !decoder.fits(field, sqeBytes)) {
            return new DecodedValue.Missing(name, path, type, from, bytes, where);
        }
        if (field.count() > 1) {
            return new DecodedValue.Text(name, path, type, bigNumber(field), from, bytes, where);
        }
        return scalar(field, name, decoder.number(field, 0, memory, at));
    }

    /** A 128-bit integer in hexadecimal, its highest word first. */
    private String bigNumber(Field field) {
        StringBuilder text = new StringBuilder("0x");
        for (int i = field.count() - 1; i >= 0; i--) {
            text.append(String.format("%0" + field.bits() / 4 + "x", decoder.number(field, i, memory, at)));
        }
        return text.toString();
    }

    private DecodedValue array(String name, String path, Type type, Type.Array array, int from, int bytes,
            Optional<Location> where) {
        if (FieldCompiler.isText(type)) {
            return text(name, path, type, from, bytes, where);
        }
        long size = engine.sizeOf(array.element());
        boolean structs = array.element().bare() instanceof Type.Struct;
        List<DecodedValue> elements = new ArrayList<>();
        for (long i = 0; size > 0 && i < array.count(); i++) {
            long offset = from + i * size;
            if (offset + size > sqeBytes) {
                elements.add(new DecodedValue.Missing("", path + "[" + i + "]", array.element(),
                        (int) Math.min(Integer.MAX_VALUE, offset),
                        (int) Math.min(Integer.MAX_VALUE, from + bytes - offset), where));
                break;
            }
            String element = path + "[" + i + "]";
            elements.add(structs || array.element().bare() instanceof Type.Array
                    ? value("", element, array.element(), offset, size, where)
                    : element(path, element, array.element(), (int) offset, (int) size, where));
        }
        return new DecodedValue.Array(name, path, type, elements, from, bytes, where);
    }

    /** One number of an array: the array is one field, whose innermost elements follow one another. */
    private DecodedValue element(String path, String elementPath, Type type, int offset, int size,
            Optional<Location> where) {
        Field field = byPath.get(path.replaceFirst("(\\[\\d+])+$", ""));
        Field found = field == null ? byPath.get(path) : field;
        if (found == null) {
            return new DecodedValue.Missing("", elementPath, type, offset, size, where);
        }
        int index = (offset - found.offset()) / size;
        long raw = decoder.number(found, index, memory, at);
        return new DecodedValue.Scalar("", elementPath, type, raw, found.wideUnsigned(), Meanings.number(found, raw),
                Meanings.of(found, raw), offset, size, where);
    }

    private DecodedValue text(String name, String path, Type type, int from, int bytes, Optional<Location> where) {
        int end = (int) Math.min(sqeBytes, (long) from + bytes);
        if (from >= end) {
            return new DecodedValue.Missing(name, path, type, from, bytes, where);
        }
        byte[] raw = memory.asSlice(at + from, end - from).toArray(ValueLayout.JAVA_BYTE);
        int length = 0;
        while (length < raw.length && raw[length] != 0) {
            length++;
        }
        String text = new String(raw, 0, length, StandardCharsets.UTF_8);
        return new DecodedValue.Text(name, path, type, text, from, bytes, where);
    }

    DecodedValue scalar(Field field, String name, long raw) {
        return new DecodedValue.Scalar(name, field.path(), field.type(), raw, field.wideUnsigned(),
                Meanings.number(field, raw), Meanings.of(field, raw), field.offset(), field.byteLength(),
                field.where());
    }
}

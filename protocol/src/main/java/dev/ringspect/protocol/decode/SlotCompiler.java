package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Expression;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.text.Location;

/** Lays out what is displayed of one command's requests with SQEs of one size. */
final class SlotCompiler {
    private final CommandDecoder decoder;
    private final LayoutEngine engine;
    private final int sqeBytes;
    private final Map<String, Field> byPath = new HashMap<>();

    SlotCompiler(CommandDecoder decoder, Abi abi, int sqeBytes) {
        this.decoder = decoder;
        this.engine = new LayoutEngine(abi);
        this.sqeBytes = sqeBytes;
        decoder.fields().forEach(field -> byPath.put(field.path(), field));
    }

    /** The members of the payload. */
    List<Slot> payload() {
        return decoder.command().payload().map(struct -> members(struct, CommandDecoder.PAYLOAD_OFFSET, ""))
                .orElse(List.of());
    }

    /** The fields of the SQE that the command uses. */
    List<Slot> sqe() {
        return decoder.fields().stream().filter(field -> field.area() == Field.Area.SQE)
                .<Slot>map(field -> scalar(field, field.label())).toList();
    }

    private List<Slot> members(Type.Struct struct, long base, String prefix) {
        List<Slot> slots = new ArrayList<>();
        for (MemberLayout member : engine.layout(struct).members()) {
            String name = member.member().name();
            Type type = member.member().type();
            long offset = base + member.offset();
            slots.add(slot(name, FieldCompiler.join(prefix, name), type, offset, member.size(),
                    member.member().where()));
            bits(FieldCompiler.join(prefix, name), slots);
        }
        decoder.formulas().stream()
                .filter(formula -> formula.rule().struct().equals(struct.name()) && formula.prefix().equals(prefix))
                .forEach(formula -> slots.add(new Slot.Computed(formula, new Formula.Source(decoder, sqeBytes))));
        return slots;
    }

    private void bits(String path, List<Slot> slots) {
        Field field = byPath.get(path);
        if (field == null || !decoder.fits(field, sqeBytes)) {
            return;
        }
        for (FieldMeaning meaning : field.meanings()) {
            if (meaning instanceof FieldMeaning.Bits(List<FieldMeaning.BitRange> ranges)) {
                for (FieldMeaning.BitRange range : ranges) {
                    Field bits = byPath.get(FieldCompiler.join(FieldCompiler.parent(path), range.name()));
                    if (bits != null) {
                        slots.add(scalar(bits, range.name()));
                    }
                }
            }
        }
    }

    private Slot slot(String name, String path, Type type, long offset, long size, Optional<Location> where) {
        int from = (int) Math.min(Integer.MAX_VALUE, offset);
        int bytes = (int) Math.min(Integer.MAX_VALUE, size);
        return switch (type.bare()) {
            case Type.Struct struct ->
                new Slot.Members(name, path, type, members(struct, offset, path), from, bytes, where);
            case Type.Array array -> array(name, path, type, array, from, bytes, where);
            case Type.Int _,Type.EnumType _,Type.Pointer _,Type.FloatType _ ->
                number(name, path, type, from, bytes, where);
            case Type.VoidType _,Type.Function _,Type.Incomplete _,Type.Typedef _ ->
                absent(name, path, type, from, bytes, where);
        };
    }

    private static Slot absent(String name, String path, Type type, int from, int bytes, Optional<Location> where) {
        return new Slot.Absent(new DecodedValue.Missing(name, path, type, from, bytes, where));
    }

    private Slot number(String name, String path, Type type, int from, int bytes, Optional<Location> where) {
        Field field = byPath.get(path);
        if (field == null || !decoder.fits(field, sqeBytes)) {
            return absent(name, path, type, from, bytes, where);
        }
        return field.count() > 1
                ? new Slot.BigNumber(name, path, type, field, from, bytes, where)
                : buffer(scalar(field, name));
    }

    /** A pointer whose target has a length of its own in each request says it. */
    private Slot buffer(Slot.Word word) {
        for (FieldMeaning meaning : word.field().meanings()) {
            if (meaning instanceof FieldMeaning.PointerTo(String target, Optional<Expr> length, int _)
                    && length.isPresent()) {
                String parent = FieldCompiler.parent(word.path());
                Symbols names = name -> Optional.ofNullable(byPath.get(FieldCompiler.join(parent, name)))
                        .<Symbol>map(field -> new Symbol.Variable(field.index(), field.wideUnsigned()))
                        .or(() -> decoder.protocol().constant(name));
                Optional<Expression> count = Expression.compile(length.get(), names).expression();
                if (count.isPresent()) {
                    return new Slot.Buffer(word, target.substring(0, target.indexOf('[')), count.get(),
                            new Formula.Source(decoder, sqeBytes));
                }
            }
        }
        return word;
    }

    private Slot array(String name, String path, Type type, Type.Array array, int from, int bytes,
            Optional<Location> where) {
        Field whole = byPath.get(path);
        boolean meansText = whole != null && whole.bits() == 8
                && whole.meanings().contains(new FieldMeaning.Text());
        if (FieldCompiler.isText(type) || meansText) {
            int available = (int) Math.min(sqeBytes, (long) from + bytes) - from;
            return available <= 0
                    ? absent(name, path, type, from, bytes, where)
                    : new Slot.Characters(name, path, type, available, from, bytes, where);
        }
        long size = engine.sizeOf(array.element());
        boolean nested = array.element().bare() instanceof Type.Struct
                || array.element().bare() instanceof Type.Array;
        List<Slot> elements = new ArrayList<>();
        for (long i = 0; size > 0 && i < array.count(); i++) {
            long offset = from + i * size;
            if (offset + size > sqeBytes) {
                elements.add(absent("", path + "[" + i + "]", array.element(),
                        (int) Math.min(Integer.MAX_VALUE, offset),
                        (int) Math.min(Integer.MAX_VALUE, from + bytes - offset), where));
                break;
            }
            String element = path + "[" + i + "]";
            elements.add(nested
                    ? slot("", element, array.element(), offset, size, where)
                    : element(path, element, array.element(), (int) offset, (int) size, where));
        }
        return new Slot.Elements(name, path, type, elements, from, bytes, where);
    }

    /** One number of an array: the array is one field, whose innermost elements follow one another. */
    private Slot element(String path, String elementPath, Type type, int offset, int size, Optional<Location> where) {
        Field field = byPath.get(path.replaceFirst("(\\[\\d+])+$", ""));
        Field found = field == null ? byPath.get(path) : field;
        if (found == null) {
            return absent("", elementPath, type, offset, size, where);
        }
        return new Slot.Word("", elementPath, type, found, (offset - found.offset()) / size, offset, size, where);
    }

    private static Slot.Word scalar(Field field, String name) {
        return new Slot.Word(name, field.path(), field.type(), field, 0, field.offset(), field.byteLength(),
                field.where());
    }
}

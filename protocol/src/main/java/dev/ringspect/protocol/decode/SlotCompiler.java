package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Map<String, List<Field>> byPath = new HashMap<>();

    SlotCompiler(CommandDecoder decoder, Abi abi, int sqeBytes) {
        this.decoder = decoder;
        this.engine = new LayoutEngine(abi);
        this.sqeBytes = sqeBytes;
        decoder.fields()
                .forEach(field -> byPath.computeIfAbsent(field.path(), _ -> new ArrayList<>()).add(field));
    }

    /** The members of the payload. */
    List<Slot> payload() {
        return decoder.command().payload().map(struct -> members(struct, CommandDecoder.PAYLOAD_OFFSET, ""))
                .orElse(List.of());
    }

    /** The fields of the SQE that the command uses. */
    List<Slot> sqe() {
        return decoder.fields().stream().filter(field -> field.area() == Field.Area.SQE)
                .map(field -> buffer(scalar(field, field.label()))).toList();
    }

    private List<Slot> members(Type.Struct struct, long base, String prefix) {
        List<Slot> slots = new ArrayList<>();
        for (MemberLayout member : engine.layout(struct).members()) {
            String name = member.member().name();
            Type type = member.member().type();
            long offset = base + member.offset();
            String path = FieldCompiler.join(prefix, name);
            slots(name, path, type, offset, member.size(), member.member().where(), slots);
            decoder.shape().bits().getOrDefault(path, List.of()).stream()
                    .filter(field -> decoder.fits(field, sqeBytes))
                    .forEach(field -> slots.add(guarded(field, scalar(field, lastName(field.path())))));
        }
        decoder.formulas().stream()
                .filter(formula -> formula.rule().struct().equals(struct.name()) && formula.prefix().equals(prefix))
                .forEach(formula -> slots.add(guarded(formula.guard(),
                        new Slot.Computed(formula, sqeBytes))));
        return slots;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private Slot guarded(Field field, Slot slot) {
        return guarded(field.guard(), slot);
    }

    private Slot guarded(Optional<Guard> guard, Slot slot) {
        return guard.<Slot>map(when -> new Slot.Guarded(slot, when, sqeBytes)).orElse(slot);
    }

    /** The member, and what lies over it in some cases. */
    private void slots(String name, String path, Type type, long offset, long size, Optional<Location> where,
            List<Slot> slots) {
        Optional<Guard> guard = Optional.ofNullable(decoder.shape().guards().get(path));
        if (type.bare() instanceof Type.Struct || type.bare() instanceof Type.Array) {
            slots.add(guarded(guard, slot(name, path, type, offset, size, where)));
        } else {
            number(name, path, type, (int) Math.min(Integer.MAX_VALUE, offset),
                    (int) Math.min(Integer.MAX_VALUE, size), where, slots);
        }
        for (FieldCompiler.Overlaid overlay : decoder.shape().overlays().getOrDefault(path, List.of())) {
            slots.add(new Slot.Guarded(slot(name, path, overlay.type(), offset, engine.sizeOf(overlay.type()),
                    overlay.type().where()), overlay.guard(), sqeBytes));
        }
    }

    private Slot slot(String name, String path, Type type, long offset, long size, Optional<Location> where) {
        int from = (int) Math.min(Integer.MAX_VALUE, offset);
        int bytes = (int) Math.min(Integer.MAX_VALUE, size);
        return switch (type.bare()) {
            case Type.Struct struct ->
                new Slot.Members(name, path, type, members(struct, offset, path), from, bytes, where);
            case Type.Array array -> array(name, path, type, array, from, bytes, where);
            case Type.Int _,Type.EnumType _,Type.Pointer _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Incomplete _,Type.Typedef _ ->
                absent(name, path, type, from, bytes, where);
        };
    }

    private static Slot absent(String name, String path, Type type, int from, int bytes, Optional<Location> where) {
        return new Slot.Absent(new DecodedValue.Missing(name, path, type, from, bytes, where));
    }

    /** The number, as each case has it. */
    private void number(String name, String path, Type type, int from, int bytes, Optional<Location> where,
            List<Slot> slots) {
        List<Field> fields = byPath.getOrDefault(path, List.of()).stream()
                .filter(field -> decoder.fits(field, sqeBytes)).toList();
        if (fields.isEmpty()) {
            slots.add(absent(name, path, type, from, bytes, where));
        }
        for (Field field : fields) {
            slots.add(guarded(field, field.count() > 1
                    ? new Slot.BigNumber(name, path, type, new FieldReader(field), from, bytes, where)
                    : buffer(scalar(field, name))));
        }
    }

    /** A pointer whose target has a length of its own in each request says it. */
    private Slot buffer(Slot.Word word) {
        for (FieldMeaning meaning : word.field().meanings()) {
            if (meaning instanceof FieldMeaning.PointerTo pointer && pointer.length().isPresent()) {
                String target = pointer.target();
                Optional<FieldExpression> count = FieldExpression.compile(pointer.length().get(),
                        name -> length(word.field(), name).map(Quantity.OfField::of), decoder.names());
                if (count.isPresent()) {
                    return new Slot.Buffer(word, target.substring(0, target.indexOf('[')), count.get(), sqeBytes);
                }
            }
        }
        return word;
    }

    /** What {@code name} is in the length of what {@code pointer} points to. */
    private Optional<Field> length(Field pointer, String name) {
        if (name.startsWith("sqe.")) {
            return decoder.inSqe() ? first(name).or(() -> WordFields.ofSqe(name)) : Optional.empty();
        }
        if (pointer.area() == Field.Area.SQE) {
            return number(name).or(() -> decoder.fields().stream()
                    .filter(field -> field.area() == Field.Area.SQE && field.label().equals(name)).findFirst());
        }
        return number(FieldCompiler.join(FieldCompiler.parent(pointer.path()), name));
    }

    private Slot array(String name, String path, Type type, Type.Array array, int from, int bytes,
            Optional<Location> where) {
        Optional<Slot.Counted> counted = Optional.ofNullable(decoder.shape().counts().get(path))
                .map(count -> new Slot.Counted(count, sqeBytes));
        boolean meansText = at(path, from).filter(whole -> whole.bits() == 8
                && whole.meanings().contains(new FieldMeaning.Text())).isPresent();
        if (FieldCompiler.isText(type) || meansText) {
            int whole = array.count() == Type.Array.FLEXIBLE && counted.isPresent() ? sqeBytes : bytes;
            int available = (int) Math.min(sqeBytes, (long) from + whole) - from;
            return available <= 0
                    ? absent(name, path, type, from, bytes, where)
                    : new Slot.Characters(name, path, type, available, from, bytes, where, counted);
        }
        long size = engine.sizeOf(array.element());
        boolean nested = array.element().bare() instanceof Type.Struct
                || array.element().bare() instanceof Type.Array;
        List<Slot> elements = new ArrayList<>();
        long count = array.count() == Type.Array.FLEXIBLE && counted.isPresent() ? sqeBytes : array.count();
        for (long i = 0; size > 0 && i < count; i++) {
            long offset = from + i * size;
            if (offset + size > sqeBytes && counted.isPresent()) {
                break;
            }
            if (offset + size > sqeBytes) {
                elements.add(absent("", path + "[" + i + "]", array.element(),
                        (int) Math.min(Integer.MAX_VALUE, offset),
                        (int) Math.min(Integer.MAX_VALUE, from + bytes - offset), where));
                break;
            }
            String element = path + "[" + i + "]";
            elements.add(nested
                    ? slot("", element, array.element(), offset, size, where)
                    : element(path, element, array.element(), from, (int) offset, (int) size, where));
        }
        return new Slot.Elements(name, path, type, elements, from, bytes, where, counted);
    }

    /** One number of an array: the array is one field, whose innermost elements follow one another. */
    private Slot element(String path, String elementPath, Type type, int start, int offset, int size,
            Optional<Location> where) {
        return at(path.replaceFirst("(\\[\\d+])+$", ""), start).or(() -> at(path, start))
                .<Slot>map(found -> new Slot.Word("", elementPath, type, new FieldReader(found),
                        (offset - found.offset()) / size,
                        offset, size, where))
                .orElseGet(() -> absent("", elementPath, type, offset, size, where));
    }

    private Optional<Field> number(String path) {
        return first(path).or(() -> decoder.elementFields().stream().filter(field -> field.path().equals(path))
                .findFirst());
    }

    private Optional<Field> first(String path) {
        return byPath.getOrDefault(path, List.of()).stream().findFirst();
    }

    /** The field at {@code path}, of several the one that starts at {@code offset}. */
    private Optional<Field> at(String path, int offset) {
        return byPath.getOrDefault(path, List.of()).stream().filter(field -> field.offset() == offset).findFirst()
                .or(() -> first(path));
    }

    private static Slot.Word scalar(Field field, String name) {
        return new Slot.Word(name, field.path(), field.type(), new FieldReader(field), 0, field.offset(),
                field.byteLength(),
                field.where());
    }
}

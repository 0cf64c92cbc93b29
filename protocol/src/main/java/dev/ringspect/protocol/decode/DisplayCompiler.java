package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.text.Location;

/** Lays out what is displayed of one area of a command's requests, where it has one size. */
final class DisplayCompiler {
    private final AreaDecoder decoder;
    private final LayoutEngine engine;
    private final int areaSize;
    private final Map<String, List<Field>> byPath = new HashMap<>();

    DisplayCompiler(AreaDecoder decoder, int areaSize) {
        this.decoder = decoder;
        this.engine = new LayoutEngine(decoder.abi());
        this.areaSize = areaSize;
        decoder.fields()
                .forEach(field -> byPath.computeIfAbsent(field.path(), _ -> new ArrayList<>()).add(field));
    }

    /** The members of the area's struct. */
    List<DisplayNode> members() {
        return decoder.struct().map(struct -> members(struct, decoder.area().base(), "")).orElse(List.of());
    }

    /** The fields of the SQE that the command uses. */
    List<DisplayNode> words() {
        return decoder.fields().stream().filter(field -> field.area() == Field.Area.SQE)
                .map(field -> buffer(scalar(field, field.label()))).toList();
    }

    private List<DisplayNode> members(Type.Struct struct, long base, String prefix) {
        List<DisplayNode> nodes = new ArrayList<>();
        for (MemberLayout member : engine.layout(struct).members()) {
            String name = member.member().name();
            Type type = member.member().type();
            long offset = base + member.offset();
            String path = FieldCompiler.join(prefix, name);
            nodes(name, path, type, offset, member.size(), member.member().where(), nodes);
            decoder.shape().bits().getOrDefault(path, List.of()).stream()
                    .filter(field -> decoder.fits(field, areaSize))
                    .forEach(field -> nodes.add(guarded(field, scalar(field, lastName(field.path())))));
        }
        decoder.formulas().stream()
                .filter(formula -> formula.rule().struct().equals(struct.name()) && formula.prefix().equals(prefix))
                .forEach(formula -> nodes.add(guarded(formula.guard(),
                        new DisplayNode.Computed(formula))));
        return nodes;
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private DisplayNode guarded(Field field, DisplayNode node) {
        return guarded(field.guard(), node);
    }

    private DisplayNode guarded(Optional<Guard> guard, DisplayNode node) {
        return guard.<DisplayNode>map(when -> new DisplayNode.Guarded(node, when)).orElse(node);
    }

    /** The member, and what lies over it in some cases. */
    private void nodes(String name, String path, Type type, long offset, long size, Optional<Location> where,
            List<DisplayNode> nodes) {
        Optional<Guard> guard = Optional.ofNullable(decoder.shape().guards().get(path));
        if (type.bare() instanceof Type.Struct || type.bare() instanceof Type.Array) {
            nodes.add(guarded(guard, node(name, path, type, offset, size, where)));
        } else {
            number(name, path, type, (int) Math.min(Integer.MAX_VALUE, offset),
                    (int) Math.min(Integer.MAX_VALUE, size), where, nodes);
        }
        for (FieldCompiler.Overlaid overlay : decoder.shape().overlays().getOrDefault(path, List.of())) {
            nodes.add(new DisplayNode.Guarded(node(name, path, overlay.type(), offset, engine.sizeOf(overlay.type()),
                    overlay.type().where()), overlay.guard()));
        }
    }

    private DisplayNode node(String name, String path, Type type, long offset, long size, Optional<Location> where) {
        int from = (int) Math.min(Integer.MAX_VALUE, offset);
        int bytes = (int) Math.min(Integer.MAX_VALUE, size);
        return switch (type.bare()) {
            case Type.Struct struct ->
                new DisplayNode.Members(name, path, type, members(struct, offset, path), from, bytes, where);
            case Type.Array array -> array(name, path, type, array, from, bytes, where);
            case Type.Int _,Type.EnumType _,Type.Pointer _,Type.FloatType _,Type.VoidType _,Type.Function _,Type.Incomplete _,Type.Typedef _ ->
                absent(name, path, type, from, bytes, where);
        };
    }

    private static DisplayNode absent(String name, String path, Type type, int from, int bytes,
            Optional<Location> where) {
        return new DisplayNode.Absent(new DecodedValue.Missing(name, path, type, from, bytes, where));
    }

    /** The number, as each case has it. */
    private void number(String name, String path, Type type, int from, int bytes, Optional<Location> where,
            List<DisplayNode> nodes) {
        List<Field> fields = byPath.getOrDefault(path, List.of()).stream()
                .filter(field -> decoder.fits(field, areaSize)).toList();
        if (fields.isEmpty()) {
            nodes.add(absent(name, path, type, from, bytes, where));
        }
        for (Field field : fields) {
            nodes.add(guarded(field, field.count() > 1
                    ? new DisplayNode.BigNumber(name, path, type, new FieldReader(field), from, bytes, where)
                    : buffer(scalar(field, name))));
        }
    }

    /** A pointer whose target has a length of its own in each request says it. */
    private DisplayNode buffer(DisplayNode.Word word) {
        for (FieldMeaning meaning : word.field().meanings()) {
            if (meaning instanceof FieldMeaning.PointerTo pointer && pointer.length().isPresent()) {
                String target = pointer.target();
                Optional<FieldExpression> count = FieldExpression.compile(pointer.length().get(),
                        name -> length(word.field(), name).map(Quantity.OfField::of), decoder.names());
                if (count.isPresent()) {
                    return new DisplayNode.Buffer(word, target.substring(0, target.indexOf('[')), count.get());
                }
            }
        }
        return word;
    }

    /** What {@code name} is in the length of what {@code pointer} points to. */
    private Optional<Field> length(Field pointer, String name) {
        if (name.startsWith("sqe.")) {
            return decoder.area().hasWords() ? first(name).or(() -> WordFields.ofSqe(name)) : Optional.empty();
        }
        if (pointer.area() == Field.Area.SQE) {
            return number(name).or(() -> decoder.fields().stream()
                    .filter(field -> field.area() == Field.Area.SQE && field.label().equals(name)).findFirst());
        }
        return number(FieldCompiler.join(FieldCompiler.parent(pointer.path()), name));
    }

    private DisplayNode array(String name, String path, Type type, Type.Array array, int from, int bytes,
            Optional<Location> where) {
        Optional<Count> counted = Optional.ofNullable(decoder.shape().counts().get(path));
        boolean meansText = at(path, from).filter(whole -> whole.bits() == 8
                && whole.meanings().contains(new FieldMeaning.Text())).isPresent();
        if (FieldCompiler.isText(type) || meansText) {
            int whole = array.count() == Type.Array.FLEXIBLE && counted.isPresent() ? areaSize : bytes;
            int available = (int) Math.min(areaSize, (long) from + whole) - from;
            return available <= 0
                    ? absent(name, path, type, from, bytes, where)
                    : new DisplayNode.Characters(name, path, type, available, from, bytes, where, counted);
        }
        long each = engine.sizeOf(array.element());
        boolean nested = array.element().bare() instanceof Type.Struct
                || array.element().bare() instanceof Type.Array;
        List<DisplayNode> elements = new ArrayList<>();
        long count = array.count() == Type.Array.FLEXIBLE && counted.isPresent() ? areaSize : array.count();
        for (long i = 0; each > 0 && i < count; i++) {
            long offset = from + i * each;
            if (offset + each > areaSize && counted.isPresent()) {
                break;
            }
            if (offset + each > areaSize) {
                elements.add(absent("", path + "[" + i + "]", array.element(),
                        (int) Math.min(Integer.MAX_VALUE, offset),
                        (int) Math.min(Integer.MAX_VALUE, from + bytes - offset), where));
                break;
            }
            String element = path + "[" + i + "]";
            elements.add(nested
                    ? node("", element, array.element(), offset, each, where)
                    : element(path, element, array.element(), from, (int) offset, (int) each, where));
        }
        return new DisplayNode.Elements(name, path, type, elements, from, bytes, where, counted);
    }

    /** One number of an array: the array is one field, whose innermost elements follow one another. */
    private DisplayNode element(String path, String elementPath, Type type, int start, int offset, int size,
            Optional<Location> where) {
        return at(path.replaceFirst("(\\[\\d+])+$", ""), start).or(() -> at(path, start))
                .<DisplayNode>map(found -> new DisplayNode.Word("", elementPath, type, new FieldReader(found),
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

    private static DisplayNode.Word scalar(Field field, String name) {
        return new DisplayNode.Word(name, field.path(), field.type(), new FieldReader(field), 0, field.offset(),
                field.byteLength(),
                field.where());
    }
}

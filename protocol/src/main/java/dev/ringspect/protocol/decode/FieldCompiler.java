package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.layout.Endian;
import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.model.FieldRule;
import dev.ringspect.protocol.model.Protocol;
import dev.ringspect.protocol.model.Refinement;
import dev.ringspect.protocol.model.SqeField;
import dev.ringspect.protocol.model.ValueRule;
import dev.ringspect.protocol.model.VariantRule;
import dev.ringspect.protocol.text.Location;

/** Flattens a command's layout into its fields. */
final class FieldCompiler {
    static final int CQE_RES = 8;
    static final int CQE_FLAGS = 12;
    static final int BIG_CQE0 = 16;
    static final int BIG_CQE1 = 24;

    /** More than any area has room for, so that what is longer has its end outside too. */
    private static final int MOST_NUMBERS = 128;

    /** The deepest nesting of {@code value} rules, one made of another; deeper ones are left out. */
    private static final int DEEPEST_VALUE = 32;

    private final Protocol protocol;
    private final Refinement own;
    private final LayoutEngine engine;
    private final ByteArea area;
    private final int end;
    private final List<Field> fields = new ArrayList<>();
    private final List<Placed> values = new ArrayList<>();
    private final Map<String, List<Integer>> bits = new HashMap<>();
    private final Map<String, Guard> guards = new HashMap<>();
    private final Map<String, List<Overlaid>> overlays = new HashMap<>();
    private final CountCompiler counts;

    private record Placed(String prefix, ValueRule rule, Optional<Guard> guard) {}

    /** A struct that lies over a member in some cases. */
    record Overlaid(Type.Struct type, Guard guard) {}

    /**
     * A struct among the fields.
     *
     * @param base its first byte
     * @param prefix its path, empty for the payload
     * @param scopes the structs with tags that it lies in, itself included
     * @param first the first of its fields
     */
    record Place(Type.Struct struct, long base, String prefix, List<Scope> scopes, int first) {
        String path(String member) {
            return join(prefix, member);
        }

        /** Whether the field at {@code path} is {@code member}, in whichever element of an array. */
        boolean isMember(String path, String member) {
            String relative = prefix.isEmpty()
                    ? path
                    : path.startsWith(prefix + ".")
                            ? path.substring(prefix.length() + 1)
                            : "";
            return relative.equals(member) || withoutIndexes(relative).equals(member);
        }
    }

    /**
     * @param own what the command itself says about the struct, which counts beside what the protocol says
     * @param area where the struct lies
     */
    FieldCompiler(Protocol protocol, Refinement own, LayoutEngine engine, ByteArea area) {
        this.protocol = protocol;
        this.own = own;
        this.engine = engine;
        this.area = area;
        this.end = area.end();
        this.counts = new CountCompiler(this, protocol, own);
    }

    /** The fields of the area's struct, then words of the SQE and their bits. */
    List<Field> compile(Optional<Type.Struct> struct, List<SqeField> words) {
        struct.ifPresent(whole -> members(whole, area.base(), "", List.of(new Scope(whole.name(), ""))));
        counts.bind();
        words.forEach(word -> WordFields.add(word, "sqe.", Field.Area.SQE, fields));
        return List.copyOf(fields);
    }

    /** The numbers made of {@link #compile}'s fields; those whose fields the ABI does not have are left out. */
    List<Formula> formulas() {
        List<Formula> formulas = new ArrayList<>();
        values.forEach(placed -> expression(placed, DEEPEST_VALUE)
                .ifPresent(number -> formulas.add(new Formula(placed.prefix, placed.rule, placed.guard, number))));
        return formulas;
    }

    /** What {@code placed} comes to, made of fields and of values {@code deep} values down. */
    private Optional<FieldExpression> expression(Placed placed, int deep) {
        return deep == 0
                ? Optional.empty()
                : FieldExpression.compile(placed.rule.expression(),
                        name -> quantity(join(placed.prefix, name), placed.guard, deep - 1), names());
    }

    private Optional<Quantity> quantity(String path, Optional<Guard> guard, int deep) {
        return number(path, guard).<Quantity>map(Quantity.OfField::of).or(() -> value(path, guard, deep));
    }

    ProtocolNames names() {
        return new ProtocolNames(protocol, engine.abi());
    }

    /** The number at {@code path}, that of the same case where several have it. */
    private Optional<Field> number(String path, Optional<Guard> guard) {
        List<Field> all = path.endsWith("]") ? ElementFields.of(fields) : fields;
        List<Field> found = all.stream()
                .filter(field -> field.area() == Field.Area.PAYLOAD && field.path().equals(path) && !field.array())
                .toList();
        return found.stream().filter(field -> sameCase(field.guard(), guard)).findFirst()
                .or(() -> found.stream().findFirst());
    }

    /** The number made of others at {@code path}, that of the same case where several have it. */
    private Optional<FieldExpression> value(String path, Optional<Guard> guard, int deep) {
        List<Placed> found = values.stream().filter(placed -> join(placed.prefix, placed.rule.name()).equals(path))
                .toList();
        return found.stream().filter(placed -> sameCase(placed.guard, guard)).findFirst()
                .or(() -> found.stream().findFirst()).flatMap(placed -> expression(placed, deep));
    }

    private static boolean sameCase(Optional<Guard> one, Optional<Guard> other) {
        return one.isPresent() && other.isPresent() && one.get().same(other.get());
    }

    /** What {@code name} is to a count in the struct at {@code prefix}. */
    Optional<Quantity> counting(String prefix, String name, Optional<Guard> guard) {
        if (name.startsWith("sqe.")) {
            return area.hasWords() ? WordFields.ofSqe(name).map(Quantity.OfField::of) : Optional.empty();
        }
        return quantity(join(prefix, name), guard, DEEPEST_VALUE);
    }

    /**
     * The number that decides about others.
     *
     * @param first the first field of the struct that it is in
     */
    Optional<Quantity> selector(String path, int first, Optional<Guard> outer) {
        Field found = null;
        for (Field field : fields.subList(first, fields.size())) {
            boolean there = field.guard().isEmpty() || sameCase(field.guard(), outer);
            if (there && !field.array() && field.path().equals(path)) {
                found = field;
            }
        }
        return found == null
                ? value(path, outer, DEEPEST_VALUE).map(number -> number)
                : Optional.of(Quantity.OfField.inEveryCase(found));
    }

    // what the variants change

    List<Field> fields() {
        return fields;
    }

    void add(Field field) {
        fields.add(field);
    }

    /** Narrows the cases in which a field is there. */
    void guard(int index, Guard when) {
        fields.set(index, fields.get(index).guarded(when));
    }

    /** Tells the array at {@code index} how many elements it has. */
    void count(int index, Count by) {
        fields.set(index, fields.get(index).counted(by));
    }

    /** Narrows the cases in which what lies at or below {@code path} is there. */
    void guardBelow(String path, Guard when) {
        for (int i = 0; i < fields.size(); i++) {
            if (isAtOrBelow(fields.get(i).path(), path)) {
                guard(i, when);
            }
        }
        guardValues(0, path, when);
    }

    private void guardValues(int first, String path, Guard when) {
        for (int i = first; i < values.size(); i++) {
            Placed value = values.get(i);
            if (isAtOrBelow(value.prefix, path)) {
                values.set(i, new Placed(value.prefix, value.rule,
                        Optional.of(value.guard.map(before -> before.and(when)).orElse(when))));
            }
        }
    }

    /** An array of {@code place} is counted in one case. */
    void count(Place place, String member, Expr number, Guard when) {
        counts.inCase(place, member, number, when);
    }

    /** Narrows the cases in which a member that holds others is there. */
    void guard(String path, Guard when) {
        guards.merge(path, when, Guard::and);
    }

    void value(String prefix, ValueRule rule, Optional<Guard> when) {
        values.add(new Placed(prefix, rule, when));
    }

    /** Lays a struct over a member of {@code place} in some cases. */
    void overlay(Place place, VariantRule.Overlay overlay, String path, Guard when) {
        Optional<MemberLayout> member = find(engine.layout(place.struct).members(), "", overlay.member());
        if (member.isEmpty()) {
            return;
        }
        int first = fields.size();
        int firstValue = values.size();
        List<Scope> scopes = Scope.inside(place.scopes, overlay.type(), path);
        members(overlay.type(), place.base + member.get().offset(), path, scopes);
        for (int i = first; i < fields.size(); i++) {
            guard(i, when);
        }
        guardValues(firstValue, path, when);
        overlays.computeIfAbsent(path, _ -> new ArrayList<>()).add(new Overlaid(overlay.type(), when));
    }

    private static Optional<MemberLayout> find(List<MemberLayout> members, String prefix, String path) {
        for (MemberLayout member : members) {
            String at = join(prefix, member.member().name());
            if (at.equals(path)) {
                return Optional.of(member);
            }
            Optional<MemberLayout> inner = find(member.members(), at, path);
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    static boolean isAtOrBelow(String path, String holder) {
        return path.equals(holder) || path.startsWith(holder + ".") || path.startsWith(holder + "[");
    }

    /** For display: fields of bits by the path of their member, cases of members that hold others, structs over members. */
    AreaDecoder.Shape shape() {
        Map<String, List<Field>> bitsOf = new HashMap<>();
        bits.forEach((path, indexes) -> bitsOf.put(path, indexes.stream().map(fields::get).toList()));
        return new AreaDecoder.Shape(bitsOf, guards, overlays, counts.counts());
    }

    private void members(Type.Struct struct, long base, String prefix, List<Scope> scopes) {
        Place place = new Place(struct, base, prefix, scopes, fields.size());
        for (MemberLayout member : engine.layout(struct).members()) {
            String name = member.member().name();
            String path = join(prefix, name);
            if (member.member().isBitField()) {
                bitField(member, base, path, scopes);
            } else {
                value(member.member().type(), base + member.offset(), path, scopes, member.member().where());
            }
        }
        if (struct.name().isEmpty()) {
            return;
        }
        protocol.values().stream().filter(value -> value.struct().equals(struct.name()))
                .forEach(value -> value(prefix, value, Optional.empty()));
        protocol.variants().stream().filter(variant -> variant.struct().equals(struct.name()))
                .forEach(variant -> VariantCompiler.apply(this, place, variant, Optional.empty()));
        if (prefix.isEmpty()) {
            own.values().forEach(value -> value(prefix, value, Optional.empty()));
            own.variants().forEach(variant -> VariantCompiler.apply(this, place, variant, Optional.empty()));
        }
    }

    private void value(Type type, long offset, String path, List<Scope> scopes, Optional<Location> where) {
        if (offset >= end) {
            return;
        }
        switch (type.bare()) {
            case Type.Struct struct -> members(struct, offset, path, Scope.inside(scopes, struct, path));
            case Type.Array array -> array(type, array, offset, path, scopes, where);
            case Type.Int _,Type.EnumType _,Type.Pointer _,Type.FloatType _ ->
                leaf(type, type, 1, false, offset, path, scopes, where);
            case Type.VoidType _,Type.Function _,Type.Incomplete _,Type.Typedef _ -> {
                // has no bytes; the front-end has said so
            }
        }
    }

    private void array(Type declared, Type.Array array, long offset, String path, List<Scope> scopes,
            Optional<Location> where) {
        long size = engine.sizeOf(array.element());
        if (size == 0) {
            return;
        }
        boolean counted = counts.isCounted(path, scopes);
        boolean open = array.count() == Type.Array.FLEXIBLE && counted;
        long count = open ? (end - offset) / size : Math.max(0, array.count());
        if (array.innermost().bare() instanceof Type.Struct) {
            int elements = structs(array, count, size, offset, path, scopes, where);
            if (counted) {
                counts.array(path, scopes, array, 1, elements);
            }
        } else {
            int numbers = numbers(declared, array, count, offset, path, scopes, where);
            if (counted && count > 0) {
                counts.array(path, scopes, array, (int) Math.max(1, numbers / Math.min(MOST_NUMBERS, count)), 0);
            }
        }
    }

    /** One field for all numbers of an array, those of arrays in it too; how many they are. */
    private int numbers(Type declared, Type.Array array, long count, long offset, String path, List<Scope> scopes,
            Optional<Location> where) {
        int inner = 1;
        Type element = array.element();
        while (element.bare() instanceof Type.Array nested) {
            inner = (int) Math.min(MOST_NUMBERS, inner * Math.max(0, nested.count()));
            element = nested.element();
        }
        int first = fields.size();
        leaf(declared, element, (int) Math.min(MOST_NUMBERS, count * inner), true, offset, path, scopes, where);
        return fields.get(first).count();
    }

    /** The fields of each struct, or array of structs, in an array; how many there is room for. */
    private int structs(Type.Array array, long count, long size, long offset, String path, List<Scope> scopes,
            Optional<Location> where) {
        int elements = 0;
        while (elements < count && offset + elements * size < end) {
            value(array.element(), offset + elements * size, path + "[" + elements + "]", scopes, where);
            elements++;
        }
        return elements;
    }

    private void leaf(Type declared, Type element, int count, boolean array, long offset, String path,
            List<Scope> scopes, Optional<Location> where) {
        int bytes = (int) engine.sizeOf(element);
        boolean halves = bytes > 8; // a 128-bit integer is two words, a long double is its bytes
        int word = halves ? bytes % 8 == 0 ? 8 : 1 : bytes;
        int words = halves ? count * (bytes / word) : count;
        Type bare = element.bare();
        boolean signed = !halves && isSigned(bare);
        List<FieldMeaning> meanings = meanings(element, path, scopes);
        fields.add(new Field(fields.size(), path, path, declared, Field.Area.PAYLOAD, (int) offset, 0, word * 8, words,
                array || halves, signed, word == 8 && !signed && !(bare instanceof Type.FloatType),
                endian(bare, meanings), meanings, where, Optional.empty(), Optional.empty()));
        if (!array && !halves) {
            bits(path, meanings);
        }
    }

    private void bits(String path, List<FieldMeaning> meanings) {
        for (FieldMeaning meaning : meanings) {
            if (meaning instanceof FieldMeaning.Bits ranges) {
                bits(path, ranges, Optional.empty());
            }
        }
    }

    /** Bits with names stand beside the member that they are bits of. */
    void bits(String path, FieldMeaning.Bits meaning, Optional<Guard> when) {
        Optional<Field> whole = fields.stream().filter(field -> field.path().equals(path)).findFirst();
        if (whole.isEmpty()) {
            return;
        }
        for (FieldMeaning.BitRange range : meaning.ranges()) {
            String name = join(parent(path), range.name());
            bits.computeIfAbsent(path, _ -> new ArrayList<>()).add(fields.size());
            fields.add(new Field(fields.size(), name, name, whole.get().type(), Field.Area.PAYLOAD,
                    whole.get().offset(), range.low(), range.width(), 1, false, false, range.width() > 32, Endian.HOST,
                    range.meanings(), Optional.of(range.where()), Optional.empty(), when));
        }
    }

    private void bitField(MemberLayout layout, long base, String path, List<Scope> scopes) {
        long bit = base * 8 + layout.bitOffset();
        int width = (int) Math.min(64, layout.bits());
        if (bit / 8 >= end || width == 0) {
            return;
        }
        Type type = layout.member().type();
        boolean signed = isSigned(type.bare());
        fields.add(new Field(fields.size(), path, path, type, Field.Area.PAYLOAD, (int) (bit / 8), (int) (bit % 8),
                width, 1, false, signed, !signed && layout.size() == 8, Endian.HOST, meanings(type, path, scopes),
                layout.member().where(), Optional.empty(), Optional.empty()));
    }

    private boolean isSigned(Type bare) {
        return switch (bare) {
            case Type.Int number -> engine.abi().isSigned(number.kind());
            case Type.EnumType constants -> engine.abi().isSigned(constants.underlying().kind());
            case Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                false;
        };
    }

    static Endian endian(Type bare, List<FieldMeaning> meanings) {
        for (FieldMeaning meaning : meanings) {
            if (meaning instanceof FieldMeaning.Order(Endian endian)) {
                return endian;
            }
        }
        return switch (bare) {
            case Type.Int number -> number.endian();
            case Type.EnumType constants -> constants.underlying().endian();
            case Type.FloatType _,Type.VoidType _,Type.Pointer _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                Endian.HOST;
        };
    }

    /**
     * Hands on what is said about the member at {@code path}, with the struct of whose members it speaks; what the command
     * itself says comes first.
     */
    private void rules(String path, List<Scope> scopes, BiConsumer<Scope, FieldMeaning> said) {
        for (FieldRule rule : own.rules()) {
            if (scopes.getFirst().relative(path).equals(rule.member())) {
                rule.meanings().forEach(meaning -> said.accept(scopes.getFirst(), meaning));
            }
        }
        for (FieldRule rule : protocol.rules()) {
            for (Scope scope : scopes) {
                if (scope.struct().equals(rule.struct()) && scope.relative(path).equals(rule.member())) {
                    rule.meanings().forEach(meaning -> said.accept(scope, meaning));
                }
            }
        }
    }

    private List<FieldMeaning> meanings(Type type, String path, List<Scope> scopes) {
        List<FieldMeaning> meanings = new ArrayList<>();
        rules(path, scopes, (_, meaning) -> meanings.add(meaning));
        switch (type.bare()) {
            case Type.EnumType constants -> meanings.add(new FieldMeaning.OneOf(constants));
            case Type.Pointer pointer -> meanings.add(new FieldMeaning.PointerTo(pointer.target().display()));
            case Type.Int _,Type.FloatType _,Type.VoidType _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ -> {
                // says nothing but its number
            }
        }
        return meanings;
    }

    /** The path of what holds the member. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    static String withoutIndexes(String path) {
        return path.indexOf('[') < 0 ? path : path.replaceAll("\\[\\d+]", "");
    }

    static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : name.isEmpty() ? prefix : prefix + "." + name;
    }

    /** Whether {@code type} is an array of plain char, which is read as text. */
    static boolean isText(Type type) {
        return type.bare() instanceof Type.Array array && array.element().bare() instanceof Type.Int number
                && number.kind() == IntKind.CHAR;
    }
}

package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.layout.IntKind;
import dev.ringspect.protocol.layout.Type;

/** The elements of arrays of numbers as fields of their own, {@code words[2]}, for expressions that name one. */
final class ElementFields {
    /** Index of a field that is none of {@link CommandDecoder#fields}. */
    private static final int NONE = -1;

    private ElementFields() {}

    /** One field for each element of the arrays among {@code fields}. */
    static List<Field> of(List<Field> fields) {
        List<Field> elements = new ArrayList<>();
        for (Field field : fields) {
            if (field.array() && field.area() == Field.Area.PAYLOAD
                    && field.type().bare() instanceof Type.Array array && holdsWords(array)) {
                for (int i = 0; i < field.count(); i++) {
                    elements.add(element(field, array, i));
                }
            }
        }
        return elements;
    }

    /** A number of 128 bits is several words, which are no elements. */
    private static boolean holdsWords(Type.Array array) {
        return switch (innermost(array).bare()) {
            case Type.Int number -> number.kind() != IntKind.INT128 && number.kind() != IntKind.UINT128;
            case Type.EnumType _,Type.Pointer _ -> true;
            case Type.FloatType _,Type.VoidType _,Type.Array _,Type.Struct _,Type.Typedef _,Type.Incomplete _,Type.Function _ ->
                false;
        };
    }

    private static Field element(Field field, Type.Array array, int at) {
        String path = field.path() + indexes(array, at);
        int counted = (int) (at / numbersOfOne(array));
        Optional<Guard> guard = field.counter().map(count -> Guard.has(count, counted))
                .map(has -> field.guard().map(has::and).orElse(has)).or(field::guard);
        return new Field(NONE, path, path, innermost(array), field.area(), field.offset() + at * (field.bits() / 8), 0,
                field.bits(), 1, false, field.signed(), field.wideUnsigned(), field.endian(), field.meanings(),
                field.where(), Optional.empty(), guard);
    }

    private static Type innermost(Type.Array array) {
        Type inner = array.element();
        while (inner.bare() instanceof Type.Array nested) {
            inner = nested.element();
        }
        return inner;
    }

    /** How many numbers one element has: more than one in an array of arrays. */
    private static long numbersOfOne(Type.Array array) {
        return array.element().bare() instanceof Type.Array nested
                ? Math.max(1, nested.count()) * numbersOfOne(nested)
                : 1;
    }

    /** The indexes of number {@code at}; innermost elements follow one another. */
    private static String indexes(Type.Array array, int at) {
        long inner = numbersOfOne(array);
        String first = "[" + at / inner + "]";
        return array.element().bare() instanceof Type.Array nested
                ? first + indexes(nested, (int) (at % inner))
                : first;
    }
}

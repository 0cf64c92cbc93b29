package dev.ringspect.protocol.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
                    && field.type().bare() instanceof Type.Array array && array.innermost().isWord()) {
                for (int i = 0; i < field.count(); i++) {
                    elements.add(element(field, array, i));
                }
            }
        }
        return elements;
    }

    private static Field element(Field field, Type.Array array, int at) {
        String path = field.path() + indexes(array, at);
        int counted = (int) (at / numbersOfOne(array));
        Optional<Guard> guard = field.counter().map(count -> Guard.has(count, counted))
                .map(has -> field.guard().map(has::and).orElse(has)).or(field::guard);
        return new Field(NONE, path, path, array.innermost(), field.area(), field.offset() + at * (field.bits() / 8), 0,
                field.bits(), 1, false, field.signed(), field.wideUnsigned(), field.endian(), field.meanings(),
                field.where(), Optional.empty(), guard);
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

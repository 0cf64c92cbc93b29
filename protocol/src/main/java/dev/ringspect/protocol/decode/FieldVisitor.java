package dev.ringspect.protocol.decode;

/** Takes the numbers of one request, one by one; the way without allocation for statistics. */
@FunctionalInterface
public interface FieldVisitor {
    /**
     * One number.
     *
     * @param field the field
     * @param element index within its array, 0 unless it is one
     * @param value sign- or zero-extended to 64 bits by the field's type
     */
    void value(Field field, int element, long value);

    /**
     * The elements of an array that the request has; for visitors that want them together. Hands them on one by one unless
     * it is overridden.
     *
     * @param array reads the field
     * @param bytes the request's, borrowed
     * @param count how many elements the request has
     */
    default void array(FieldReader array, CommandBytes bytes, int count) {
        for (int element = 0; element < count; element++) {
            value(array.field(), element, array.number(bytes, element));
        }
    }
}

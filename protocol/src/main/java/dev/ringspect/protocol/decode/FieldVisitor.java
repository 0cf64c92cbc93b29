package dev.ringspect.protocol.decode;

import java.lang.foreign.MemorySegment;

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
     * @param memory memory that holds the SQE
     * @param at where the SQE starts in it
     * @param count how many elements the request has
     */
    default void array(FieldReader array, MemorySegment memory, long at, int count) {
        for (int element = 0; element < count; element++) {
            value(array.field(), element, array.number(memory, at, element));
        }
    }
}

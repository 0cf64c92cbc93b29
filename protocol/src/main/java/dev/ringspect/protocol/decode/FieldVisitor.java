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
}

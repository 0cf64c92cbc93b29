package dev.ringspect.protocol.decode;

import org.jspecify.annotations.Nullable;

/** A field with all at hand that asking a request for it needs. Asking allocates nothing. */
final class FieldAccess {
    private final FieldReader reader;
    private final @Nullable Guard guard;
    private final @Nullable Count counter;
    private final int needs;
    private final int count;
    private final int elementBytes;

    FieldAccess(Field field) {
        reader = new FieldReader(field);
        guard = field.guard().orElse(null);
        counter = field.counter().orElse(null);
        count = field.count();
        elementBytes = field.bits() / 8;
        if (field.area() == Field.Area.CQE) {
            needs = Integer.MAX_VALUE;
        } else {
            needs = counter == null ? field.end() : field.offset();
        }
    }

    FieldReader reader() {
        return reader;
    }

    Field field() {
        return reader.field();
    }

    /** In which cases it is there, null for in all. */
    @Nullable
    Guard guard() {
        return guard;
    }

    /** Whether it has several numbers. */
    boolean isArray() {
        return count > 1;
    }

    /**
     * Whether all of it lies within {@code size} bytes; of an array whose elements are counted at least its start. A CQE
     * field never does.
     */
    boolean fits(int size) {
        return needs <= size;
    }

    /** Whether the request with these bytes has it. */
    boolean present(CommandBytes bytes) {
        return fits(bytes.size()) && (guard == null || guard.holds(bytes));
    }

    /** How many numbers the request has of it, which {@link #fits}. */
    int elements(CommandBytes bytes) {
        if (counter == null) {
            return count;
        }
        int room = Math.max(0, Math.min(count, (bytes.size() - reader.field().offset()) / elementBytes));
        return counter.numbers(bytes, room);
    }

    long number(CommandBytes bytes, int element) {
        return reader.number(bytes, element);
    }
}

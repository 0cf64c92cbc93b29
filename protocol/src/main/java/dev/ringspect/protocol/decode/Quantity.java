package dev.ringspect.protocol.decode;

import java.util.Optional;

/** A number that a request may have: that of a field, or one made of several. Asking allocates nothing. */
sealed interface Quantity permits Quantity.OfField, FieldExpression {
    /** Whether the request with these bytes has it. */
    boolean present(CommandBytes bytes);

    /** The number, sign- or zero-extended; asked only where {@link #present}. */
    long number(CommandBytes bytes);

    /** Whether it is an unsigned 64-bit number. */
    boolean unsigned();

    /** Whether it is made in the same way as {@code other}. */
    boolean same(Quantity other);

    /**
     * The number in a field.
     *
     * @param reader reads the field
     * @param end first byte after it
     * @param guard in which cases it counts
     */
    record OfField(FieldReader reader, int end, Optional<Guard> guard) implements Quantity {
        /** {@code field} where the request has it. */
        static OfField of(Field field) {
            return new OfField(new FieldReader(field), field.end(), field.guard());
        }

        /** {@code field} wherever its bytes are: whoever asks knows the case. */
        static OfField inEveryCase(Field field) {
            return new OfField(new FieldReader(field), field.end(), Optional.empty());
        }

        private Field field() {
            return reader.field();
        }

        @Override
        public boolean present(CommandBytes bytes) {
            return end <= bytes.size() && (guard.isEmpty() || guard.get().holds(bytes));
        }

        @Override
        public long number(CommandBytes bytes) {
            return reader.number(bytes, 0);
        }

        @Override
        public boolean unsigned() {
            return field().wideUnsigned();
        }

        @Override
        public boolean same(Quantity other) {
            return other instanceof OfField its && its.field().path().equals(field().path());
        }
    }
}

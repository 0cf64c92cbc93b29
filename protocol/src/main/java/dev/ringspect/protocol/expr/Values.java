package dev.ringspect.protocol.expr;

/** The values of one request. Slots are those that {@link Symbols} gave out. */
public interface Values {
    /** No values: for expressions made of constants. */
    Values NONE = new Values() {
        @Override
        public boolean has(int slot) {
            return false;
        }

        @Override
        public long number(int slot) {
            return 0;
        }

        @Override
        public boolean textIs(int slot, String text) {
            return false;
        }
    };

    /** Whether this request has the value. */
    boolean has(int slot);

    /** The number, sign- or zero-extended to 64 bits by its own type; asked only where {@link #has}. */
    long number(int slot);

    /** Whether the text equals {@code text}; asked only where {@link #has}. */
    boolean textIs(int slot, String text);
}

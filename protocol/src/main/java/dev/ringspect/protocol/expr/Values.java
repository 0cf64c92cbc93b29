package dev.ringspect.protocol.expr;

/** The values of one request. Their numbers are those that {@link Symbols} gave out. */
public interface Values {
    /** No values: for expressions made of constants. */
    Values NONE = new Values() {
        @Override
        public boolean has(int variable) {
            return false;
        }

        @Override
        public long number(int variable) {
            return 0;
        }

        @Override
        public boolean textIs(int variable, String text) {
            return false;
        }
    };

    /** Whether this request has the value. */
    boolean has(int variable);

    /** The number, sign- or zero-extended to 64 bits by its own type; asked only where {@link #has}. */
    long number(int variable);

    /** Whether the text equals {@code text}; asked only where {@link #has}. */
    boolean textIs(int variable, String text);
}

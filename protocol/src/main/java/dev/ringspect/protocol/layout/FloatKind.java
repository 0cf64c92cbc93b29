package dev.ringspect.protocol.layout;

/** C's floating types; their sizes are the {@link Abi}'s. */
public enum FloatKind {
    FLOAT("float"), DOUBLE("double"), LONG_DOUBLE("long double");

    private final String word;

    FloatKind(String word) {
        this.word = word;
    }

    /** The name in C. */
    public String word() {
        return word;
    }
}

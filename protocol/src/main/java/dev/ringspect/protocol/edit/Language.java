package dev.ringspect.protocol.edit;

/** How declarations are written in a text: the layout language writes them as C does. */
public enum Language {
    /** C and the layout language. */
    C,
    /** Rust. */
    RUST;

    /** The language of the text called {@code uri}. */
    public static Language of(String uri) {
        return uri.endsWith(".rs") ? RUST : C;
    }
}

package dev.ringspect.protocol.syntax.rust;

/** Kinds of tokens; white space and comments are none. */
enum RustTokenKind {
    /** A name or a keyword. */
    IDENTIFIER,
    /** {@code 'a}. */
    LIFETIME,
    /** A number with its suffix. */
    NUMBER,
    /** A string of any sort with its quotes. */
    STRING,
    /** A character or byte constant with its quotes. */
    CHARACTER,
    /** One character of an operator, or a bracket: {@code >>} is two tokens, since it may close two lists. */
    PUNCTUATOR,
    /** The end of the text, of no length. */
    END
}

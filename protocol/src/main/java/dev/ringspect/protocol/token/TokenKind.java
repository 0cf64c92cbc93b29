package dev.ringspect.protocol.token;

/** Kinds of tokens. Comments, white space and directives are tokens too, so that nothing of a text is lost. */
public enum TokenKind {
    /** A name or a keyword; keywords are contextual. */
    IDENTIFIER,
    /** A number, with whatever letters follow its digits. */
    NUMBER,
    /** A string with its quotes. */
    STRING,
    /** A character constant with its quotes. */
    CHARACTER,
    /** An operator or a bracket, as long as possible. */
    PUNCTUATOR,
    /** A line that starts with {@code #}, its continuation lines included, its end excluded. */
    DIRECTIVE,
    /** Blanks, line ends and line continuations. */
    SPACE,
    /** A comment with its marks. */
    COMMENT,
    /** A character that belongs to no token. */
    UNKNOWN,
    /** The end of the text, of no length. */
    END;

    /** Whether the parsers step over it. */
    public boolean isTrivia() {
        return switch (this) {
            case SPACE, COMMENT, DIRECTIVE, UNKNOWN -> true;
            case IDENTIFIER, NUMBER, STRING, CHARACTER, PUNCTUATOR, END -> false;
        };
    }
}

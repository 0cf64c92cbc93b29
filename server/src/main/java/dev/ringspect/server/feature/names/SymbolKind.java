package dev.ringspect.server.feature.names;

/** What a name stands for. */
public enum SymbolKind {
    /** A protocol. */
    PROTOCOL("protocol"),
    /** A command. */
    COMMAND("command"),
    /** A struct's tag. */
    STRUCT("struct"),
    /** A union's tag. */
    UNION("union"),
    /** An enum's tag. */
    ENUM("enum"),
    /** A typedef. */
    TYPEDEF("typedef"),
    /** A constant of an enum. */
    ENUMERATOR("constant"),
    /** A constant made by {@code #define}. */
    MACRO("constant"),
    /** A member of a struct or union. */
    MEMBER("member"),
    /** A group of bits that a {@code refine} names. */
    BITS("group of bits"),
    /** A number that a {@code refine} makes of members. */
    VALUE("value"),
    /** A field of the SQE or CQE that a command declares by the kernel's name. */
    SQE_FIELD("field of the SQE"),
    /** The name that a command gives to a field of the SQE or CQE. */
    ALIAS("field's name"),
    /** The kernel's own name of a word of the SQE or CQE, or what a ring was set up with. */
    SQE_WORD("word of the SQE, the CQE or the ring"),
    /** An errno. */
    ERRNO("errno"),
    /** An opcode or a flag of io_uring. */
    UAPI("constant of io_uring"),
    /** What a ring can have been set up with. */
    RING_FEATURE("ring feature"),
    /** A type that needs no declaration. */
    BUILTIN_TYPE("builtin type"),
    /** A function that needs no declaration, such as {@code _IOWR}. */
    BUILTIN_FUNCTION("builtin function");

    private final String word;

    SymbolKind(String word) {
        this.word = word;
    }

    /** What a message calls it. */
    public String word() {
        return word;
    }

    /** Whether a struct, union or enum goes by it. */
    public boolean isTag() {
        return this == STRUCT || this == UNION || this == ENUM;
    }

    /** Whether an expression takes it for a number that is known beforehand. */
    public boolean isConstant() {
        return this == ENUMERATOR || this == MACRO || this == ERRNO || this == UAPI;
    }
}

package dev.ringspect.protocol.format;

/**
 * What stands between two braces.
 *
 * @param kind what it holds
 * @param open the piece that opens it
 * @param close the piece that closes it
 * @param depth how many blocks are around it
 * @param inline whether it stays on one line, since the author wrote it so
 * @param list whether commas part what it holds
 */
record Block(Kind kind, int open, int close, int depth, boolean inline, boolean list) {
    /** Kinds that are aligned or spaced in their own way. */
    enum Kind {
        /** Members of a struct or union. */
        MEMBERS,
        /** Lines that say what a field means: {@code refine}, {@code sqe}, {@code cqe}. */
        RULES,
        /** Bits of a member. */
        BITS,
        /** Anything else. */
        OTHER
    }
}

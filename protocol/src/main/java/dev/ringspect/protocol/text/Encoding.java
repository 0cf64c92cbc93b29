package dev.ringspect.protocol.text;

/** The units that columns are counted in; an LSP client and the server agree on one. */
public enum Encoding {
    /** Bytes of the line in UTF-8. */
    UTF_8,
    /** UTF-16 units, the default of LSP and of this project. */
    UTF_16,
    /** Unicode code points. */
    UTF_32;

    /** How many units the character {@code codePoint} takes. */
    int units(int codePoint) {
        return switch (this) {
            case UTF_8 -> codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            case UTF_16 -> Character.charCount(codePoint);
            case UTF_32 -> 1;
        };
    }
}

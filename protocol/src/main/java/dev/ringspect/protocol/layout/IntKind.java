package dev.ringspect.protocol.layout;

/** C's integer types; their sizes are the {@link Abi}'s. */
public enum IntKind {
    BOOL("_Bool"), CHAR("char"), SCHAR("signed char"), UCHAR("unsigned char"), SHORT("short"), USHORT(
            "unsigned short"), INT("int"), UINT("unsigned int"), LONG("long"), ULONG("unsigned long"), LLONG(
                    "long long"), ULLONG("unsigned long long"), INT128("__int128"), UINT128("unsigned __int128");

    private final String word;

    IntKind(String word) {
        this.word = word;
    }

    /** The name in C: {@code unsigned int}. */
    public String word() {
        return word;
    }
}

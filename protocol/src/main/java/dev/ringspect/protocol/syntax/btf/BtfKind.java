package dev.ringspect.protocol.syntax.btf;

/** The kinds of types: {@code BTF_KIND_*} of {@code linux/btf.h}, in the order of their numbers. */
public enum BtfKind {
    /** Type 0 alone, which is {@code void}. */
    VOID(0, 0, 0), INT(1, 4, 0), PTR(2, 0, 0), ARRAY(3, 12, 0), STRUCT(4, 0, 12), UNION(5, 0, 12), ENUM(6, 0, 8), FWD(7,
            0, 0), TYPEDEF(8, 0, 0), VOLATILE(9, 0, 0), CONST(10, 0, 0), RESTRICT(11, 0, 0), FUNC(12, 0,
                    0), FUNC_PROTO(13, 0, 8), VAR(14, 4, 0), DATASEC(15, 0,
                            12), FLOAT(16, 0, 0), DECL_TAG(17, 4, 0), TYPE_TAG(18, 0, 0), ENUM64(19, 0, 12);

    private static final BtfKind[] ALL = values();

    private final int number;
    private final int fixedSize;
    private final int itemSize;

    BtfKind(int number, int fixedSize, int itemSize) {
        this.number = number;
        this.fixedSize = fixedSize;
        this.itemSize = itemSize;
    }

    /** The number in the type's info word. */
    public int number() {
        return number;
    }

    /** Bytes after the 12 that every type has, for {@code items} members, enumerators, parameters or variables. */
    long tailSize(int items) {
        return fixedSize + (long) itemSize * items;
    }

    /** The kind with that number, VOID where there is none. */
    static BtfKind orVoid(int number) {
        return number < ALL.length ? ALL[number] : VOID;
    }
}

package dev.ringspect.protocol.syntax.btf;

/**
 * What can be told about alignment, which BTF does not record: a struct is packed when a member does not stand at a
 * multiple of its own alignment, or when the struct's size is no multiple of its members'.
 */
final class BtfAlignment {
    private static final int DEEPEST = 200;

    private final BtfFile file;
    /** By type; 0 where it is not known yet. */
    private final int[] known;

    BtfAlignment(BtfFile file) {
        this.file = file;
        this.known = new int[file.end()];
    }

    /** Whether {@code struct}, a struct or union, is packed. */
    boolean isPacked(int struct) {
        return layOut(struct, 0) < 0;
    }

    /** Bytes that a type is aligned to: at least 1. */
    private int of(int id, int depth) {
        if (id <= 0 || id >= known.length || depth > DEEPEST) {
            return 1;
        }
        if (known[id] == 0) {
            // A type that contains itself, which only a damaged file has, finds this.
            known[id] = 1;
            known[id] = make(id, depth);
        }
        return known[id];
    }

    private int make(int id, int depth) {
        return switch (file.kind(id)) {
            case INT, ENUM, ENUM64, FLOAT -> scalar(file.size(id));
            case PTR -> Long.BYTES;
            case ARRAY -> of(file.element(id), depth + 1);
            case STRUCT, UNION -> Math.max(1, layOut(id, depth));
            case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> of(file.target(id), depth + 1);
            case VOID, FWD, FUNC, FUNC_PROTO, VAR, DATASEC, DECL_TAG -> 1;
        };
    }

    private static int scalar(long size) {
        return Math.clamp(Long.highestOneBit(size), 1, 16);
    }

    /** The alignment of a struct that its members allow; -1 when it is packed. */
    private int layOut(int struct, int depth) {
        int align = 1;
        for (int i = 0; i < file.memberCount(struct); i++) {
            int type = file.memberType(struct, i);
            int own = of(type, depth + 1);
            align = Math.max(align, own);
            long offset = Integer.toUnsignedLong(file.memberBitOffset(struct, i));
            int width = file.memberBitWidth(struct, i);
            boolean placed = width == 0 ? offset % (own * 8L) == 0 : within(offset, type, width);
            if (!placed) {
                return -1;
            }
        }
        return file.size(struct) % align == 0 ? align : -1;
    }

    /** Whether a bit-field lies in one aligned unit of its type, as it does in a struct that is not packed. */
    private boolean within(long offset, int type, int width) {
        long unit = Math.max(8, file.size(type) * 8);
        return offset % unit + width <= unit;
    }
}

package dev.ringspect.protocol.syntax.btf;

import java.util.HashMap;
import java.util.Map;

/**
 * What can be told about alignment, which BTF does not record: a struct is packed when a member does not stand at a
 * multiple of its own alignment, or when the struct's size is no multiple of its members'.
 */
final class BtfAlignment {
    private static final int DEEPEST = 64;

    private final BtfFile file;
    private final Map<Integer, Integer> known = new HashMap<>();

    BtfAlignment(BtfFile file) {
        this.file = file;
    }

    boolean isPacked(int struct) {
        return !fits(struct, 0);
    }

    /** Bytes that a type is aligned to: at least 1. */
    private int of(int id, int depth) {
        int type = file.resolve(id);
        if (depth > DEEPEST) {
            return 1;
        }
        return switch (file.kind(type)) {
            case INT, ENUM, ENUM64, FLOAT -> scalar(file.size(type));
            case PTR -> Long.BYTES;
            case ARRAY -> of(file.element(type), depth + 1);
            case STRUCT, UNION -> {
                Integer there = known.get(type);
                if (there == null) {
                    // A struct that contains itself, which only a damaged file has, finds this.
                    known.put(type, 1);
                    there = fits(type, depth) ? natural(type, depth) : 1;
                    known.put(type, there);
                }
                yield there;
            }
            case VOID, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DATASEC, DECL_TAG, TYPE_TAG -> 1;
        };
    }

    private static int scalar(long size) {
        return Math.clamp(Long.highestOneBit(size), 1, 16);
    }

    private int natural(int struct, int depth) {
        int align = 1;
        for (BtfMember member : file.members(struct)) {
            align = Math.max(align, of(member.type(), depth + 1));
        }
        return align;
    }

    private boolean fits(int struct, int depth) {
        for (BtfMember member : file.members(struct)) {
            long unit = of(member.type(), depth + 1) * 8L;
            long offset = Integer.toUnsignedLong(member.bitOffset());
            boolean placed = member.bitWidth() == 0 ? offset % unit == 0 : within(offset, member);
            if (!placed) {
                return false;
            }
        }
        return file.size(struct) % natural(struct, depth) == 0;
    }

    /** Whether a bit-field lies in one aligned unit of its type, as it does in a struct that is not packed. */
    private boolean within(long offset, BtfMember member) {
        long unit = Math.max(8, file.size(member.type()) * 8);
        return offset % unit + member.bitWidth() <= unit;
    }
}

package dev.ringspect.protocol.syntax.c;

import java.util.BitSet;
import java.util.Random;

/** Makes a C header of random structs that compiles: nested, packed, aligned, bit-fields, {@code :0}, pragma pack. */
public final class RandomHeader {
    private static final String[] PLAIN = {"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "char", "short", "int",
            "long", "unsigned long", "long long", "float", "double", "u64a8", "u32a8", "u64a4", "enum color",
            "enum small", "void *", "_Bool", "call_t"};
    private static final String[] BITS = {"u8", "u16", "u32", "u64", "int", "long", "unsigned short", "enum color",
            "u64a8", "u32a8"};
    private static final int[] WIDTH = {8, 16, 32, 64, 32, 32, 16, 32, 64, 32};

    private final Random random;
    private final boolean packs;
    private final StringBuilder out = new StringBuilder("""
            typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32;
            typedef unsigned long long u64; typedef signed char s8; typedef short s16; typedef int s32;
            typedef long long s64; typedef u64 u64a8 __attribute__((aligned(8)));
            typedef u32 u32a8 __attribute__((aligned(8))); typedef u64 u64a4 __attribute__((aligned(4)));
            typedef int (*call_t)(struct nowhere *, int);
            enum color { RED, GREEN }; enum __attribute__((packed)) small { TINY, LESS };
            """);
    private final BitSet unions = new BitSet();
    private int names;
    private int made;

    /** A maker whose structs depend on {@code seed} alone. */
    public RandomHeader(long seed, boolean packs) {
        this.random = new Random(seed);
        this.packs = packs;
    }

    /** A header of {@code count} structs and unions, {@code s0} and so on. */
    public String make(int count) {
        for (made = 0; made < count; made++) {
            boolean pack = packs && random.nextInt(5) == 0;
            if (pack) {
                out.append("#pragma pack(push, ").append(1 << random.nextInt(5)).append(")\n");
            }
            struct("s" + made, 0);
            out.append(";\n");
            if (pack) {
                out.append("#pragma pack(pop)\n");
            }
        }
        return out.toString();
    }

    private void struct(String tag, int depth) {
        boolean union = random.nextInt(depth > 0 ? 3 : 10) == 0;
        if (depth == 0) {
            unions.set(made, union);
        }
        out.append(union ? "union " : "struct ");
        boolean before = random.nextBoolean();
        String attributes = structAttributes();
        out.append(before ? attributes : "").append(tag).append(" {\n");
        int members = 1 + random.nextInt(7);
        for (int i = 0; i < members; i++) {
            member(depth);
        }
        out.append("u8 m").append(names++).append(";\n}").append(before ? "" : attributes);
    }

    private String structAttributes() {
        StringBuilder attributes = new StringBuilder();
        if (random.nextInt(6) == 0) {
            attributes.append(" __attribute__((packed)) ");
        }
        if (random.nextInt(8) == 0) {
            attributes.append(" __attribute__((aligned(").append(1 << random.nextInt(6)).append("))) ");
        }
        return attributes.toString();
    }

    private void member(int depth) {
        int kind = random.nextInt(14);
        if (kind < 5) {
            String type = PLAIN[random.nextInt(PLAIN.length)];
            out.append(type).append(" m").append(names++);
            // gcc refuses arrays of elements whose alignment exceeds their size
            if (!type.equals("u32a8") && random.nextInt(4) == 0) {
                for (int i = 1 + random.nextInt(2); i > 0; i--) {
                    out.append('[').append(random.nextInt(5)).append(']');
                }
            }
            attributes();
        } else if (kind < 9) {
            int type = random.nextInt(BITS.length);
            int shape = random.nextInt(8);
            out.append(BITS[type]);
            if (shape == 0) {
                out.append(" : 0");
            } else if (shape == 1) {
                out.append(" : ").append(1 + random.nextInt(WIDTH[type]));
            } else {
                int width = random.nextInt(4) == 0 ? WIDTH[type] >> random.nextInt(3) : 1 + random.nextInt(WIDTH[type]);
                out.append(" m").append(names++).append(" : ").append(width);
                attributes();
            }
        } else if (kind < 10 && made > 0) {
            int other = random.nextInt(made);
            out.append(unions.get(other) ? "union s" : "struct s").append(other).append(" m").append(names++);
            attributes();
        } else if (depth < 2) {
            struct("", depth + 1);
            if (random.nextBoolean()) {
                out.append(" m").append(names++);
                attributes();
            }
        } else {
            out.append("u32 m").append(names++);
        }
        out.append(";\n");
    }

    private void attributes() {
        if (random.nextInt(10) == 0) {
            out.append(" __attribute__((aligned(").append(1 << random.nextInt(5)).append(")))");
        }
        if (random.nextInt(14) == 0) {
            out.append(" __attribute__((packed))");
        }
    }
}

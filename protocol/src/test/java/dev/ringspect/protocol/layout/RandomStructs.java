package dev.ringspect.protocol.layout;

import java.util.Random;

/** Makes C structs that compile, of everything the layout engine knows. */
final class RandomStructs {
    private static final String[] PLAIN = {"__u8", "__u16", "__u32", "__u64", "__s8", "__s16", "__s32", "__s64",
            "char", "short", "int", "long", "unsigned long", "long long", "__aligned_u64", "enum color", "void *",
            "_Bool"};
    private static final String[] BITS = {"__u8", "__u16", "__u32", "__u64", "int", "long", "unsigned short"};
    private static final int[] WIDTH = {8, 16, 32, 64, 32, 32, 16};

    private final Random random;
    private final StringBuilder out = new StringBuilder("enum color { RED, GREEN };\n");
    private int names;

    RandomStructs(long seed) {
        this.random = new Random(seed);
    }

    String make(int count) {
        for (int i = 0; i < count; i++) {
            struct("s" + i, 0);
            out.append(";\n");
        }
        return out.toString();
    }

    private void struct(String tag, int depth) {
        boolean packed = random.nextInt(6) == 0;
        out.append(depth > 0 && random.nextInt(3) == 0 ? "union " : "struct ").append(tag).append(" {\n");
        int members = 1 + random.nextInt(7);
        for (int i = 0; i < members; i++) {
            member(depth);
        }
        out.append("__u8 m").append(names++).append(";\n}");
        if (packed) {
            out.append(" __attribute__((packed))");
        }
        if (random.nextInt(8) == 0) {
            out.append(" __attribute__((aligned(").append(1 << random.nextInt(5)).append(")))");
        }
    }

    private void member(int depth) {
        int kind = random.nextInt(12);
        if (kind < 5) {
            out.append(PLAIN[random.nextInt(PLAIN.length)]).append(" m").append(names++);
            for (int i = random.nextInt(4); i > 2; i--) {
                out.append('[').append(1 + random.nextInt(4)).append(']');
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
                out.append(" m").append(names++).append(" : ").append(1 + random.nextInt(WIDTH[type]));
            }
        } else if (depth < 2) {
            struct("", depth + 1);
            if (random.nextBoolean()) {
                out.append(" m").append(names++);
                attributes();
            }
        } else {
            out.append("__u32 m").append(names++);
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

package dev.ringspect.protocol.syntax.rust;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes Rust items of every form whose layout is promised; the same seed makes the same text. */
final class RustGenerator {
    private static final List<String> PRIMITIVES = List.of("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "u128",
            "usize", "bool", "f32", "f64", "char", "*const u8", "Option<core::ptr::NonNull<u32>>",
            "Option<fn(u8) -> u8>",
            "&'static [u16]", "core::ffi::c_int", "core::ffi::c_ulong", "core::num::NonZeroU16", "()");

    private final Random random;
    private final StringBuilder out = new StringBuilder();
    /** Types that may stand anywhere, and those that a packed type must not contain. */
    private final List<String> plain = new ArrayList<>();
    private final List<String> aligned = new ArrayList<>();
    private int made;

    RustGenerator(long seed) {
        this.random = new Random(seed);
    }

    String items(int count) {
        while (made < count) {
            item();
        }
        return out.toString();
    }

    private void item() {
        String name = "T" + made++;
        out.append("#[derive(Clone, Copy)]\n");
        switch (random.nextInt(10)) {
            case 0 -> enumeration(name);
            case 1 -> carrying(name);
            case 2 -> union(name);
            case 3 -> packed(name);
            case 4 -> aligned(name);
            case 5 -> generic(name);
            case 6 -> transparent(name);
            default -> {
                out.append("#[repr(C)]\npub struct ").append(name);
                boolean bad = fields(false, 1 + random.nextInt(7));
                (bad ? aligned : plain).add(name);
            }
        }
        out.append('\n');
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A type; {@code strict} keeps those out that a packed struct must not contain. */
    private String type(boolean strict) {
        int choice = random.nextInt(10);
        String base = choice < 6 || plain.isEmpty()
                ? pick(PRIMITIVES)
                : choice < 8 || aligned.isEmpty() || strict ? pick(plain) : pick(aligned);
        return switch (random.nextInt(6)) {
            case 0 -> "[" + base + "; " + length() + "]";
            case 1 -> "core::mem::MaybeUninit<" + base + ">";
            default -> base;
        };
    }

    private String length() {
        int n = random.nextInt(9);
        return switch (random.nextInt(6)) {
            case 0 -> n + " * 2 + 1";
            case 1 -> "(1 << " + random.nextInt(5) + ") as usize";
            case 2 -> "core::mem::size_of::<u" + (8 << random.nextInt(4)) + ">() - " + random.nextInt(2);
            case 3 -> "{ 0x" + Integer.toHexString(n) + "usize | 1 }";
            case 4 -> "(!0u8 >> " + (4 + random.nextInt(4)) + ") as usize";
            default -> Integer.toString(n);
        };
    }

    /** Fields in braces; whether one of them is of a type with an {@code align}. */
    private boolean fields(boolean strict, int count) {
        boolean bad = false;
        out.append(" {\n");
        for (int i = 0; i < count; i++) {
            String type = type(strict);
            if (random.nextInt(12) == 0) {
                out.append("    #[cfg(").append(random.nextBoolean() ? "windows" : "not(unix)")
                        .append(")]\n    pub gone")
                        .append(i).append(": u64,\n");
            }
            bad |= aligned.stream().anyMatch(name -> type.matches(".*\\b" + name + "\\b.*"));
            out.append("    pub f").append(i).append(": ").append(type).append(",\n");
        }
        out.append("}\n");
        return bad;
    }

    private void enumeration(String name) {
        String repr = pick(List.of("u8", "i8", "u16", "i32", "u64", "isize", "C"));
        out.append("#[repr(").append(repr).append(")]\npub enum ").append(name).append(" {\n");
        int value = random.nextInt(20);
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            boolean given = random.nextBoolean();
            value += given ? 1 + random.nextInt(9) : 0;
            out.append("    V").append(i).append(given ? " = " + value : "").append(",\n");
            value++;
        }
        out.append("}\n");
        plain.add(name);
    }

    private void carrying(String name) {
        out.append("#[repr(").append(pick(List.of("u8", "u16", "i64", "C", "C, u8", "C, u32"))).append(")]\npub enum ")
                .append(name).append(" {\n    Unit,\n    Tuple(").append(type(true)).append(", ").append(type(true))
                .append("),\n    Named { a: ").append(type(true)).append(", b: ").append(type(true)).append(" },\n}\n");
        plain.add(name);
    }

    private void union(String name) {
        out.append("#[repr(C").append(random.nextInt(4) == 0 ? ", packed(" + (1 << random.nextInt(4)) + ")" : "")
                .append(")]\npub union ").append(name);
        fields(true, 1 + random.nextInt(4));
        plain.add(name);
    }

    private void packed(String name) {
        String n = random.nextBoolean() ? "packed" : "packed(" + (1 << random.nextInt(5)) + ")";
        out.append(random.nextBoolean() ? "#[repr(C, " + n + ")]\n" : "#[repr(" + n + ")]\n#[repr(C)]\n")
                .append("pub struct ").append(name);
        fields(true, 1 + random.nextInt(6));
        plain.add(name);
    }

    private void aligned(String name) {
        out.append("#[repr(C, align(").append(1 << random.nextInt(8)).append("))]\npub struct ").append(name);
        fields(false, random.nextInt(5));
        aligned.add(name);
    }

    private void generic(String name) {
        out.append("#[repr(C)]\npub struct G").append(name)
                .append("<A, B, const N: usize> {\n    pub a: A,\n    pub b: [B; N],\n    pub c: u8,\n}\n");
        out.append("#[derive(Clone, Copy)]\n#[repr(C)]\npub struct ").append(name).append(" {\n    pub first: u8,\n");
        for (int i = 0; i < 2; i++) {
            out.append("    pub g").append(i).append(": G").append(name).append("<").append(type(true)).append(", ")
                    .append(type(true)).append(", ").append(random.nextInt(5)).append(">,\n");
        }
        out.append("}\n");
        plain.add(name);
    }

    private void transparent(String name) {
        out.append("#[repr(transparent)]\npub struct ").append(name).append("(pub ").append(type(true))
                .append(", pub core::marker::PhantomData<String>);\n");
        plain.add(name);
    }
}

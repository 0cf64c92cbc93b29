package dev.ringspect.protocol.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.ringspect.protocol.layout.StructLayout.MemberLayout;

/**
 * Asks a C compiler where it puts members: it compiles one initialised copy of the struct for each member, that member's
 * bits all ones, and looks at the bytes. Nothing is run, so this works for other machines too.
 */
final class CompilerOracle {
    private static final String PRELUDE = """
            typedef unsigned char __u8; typedef unsigned short __u16; typedef unsigned int __u32;
            typedef unsigned long long __u64; typedef signed char __s8; typedef short __s16; typedef int __s32;
            typedef long long __s64; typedef __u64 __aligned_u64 __attribute__((aligned(8)));
            """;

    private final List<String> command;

    private CompilerOracle(List<String> command) {
        this.command = command;
    }

    /** The compiler called by {@code command}, where it works. */
    static Optional<CompilerOracle> of(String... command) {
        CompilerOracle oracle = new CompilerOracle(List.of(command));
        return oracle.compile("int x = 1;").isPresent() ? Optional.of(oracle) : Optional.empty();
    }

    /** Where {@code struct} differs from {@code layouts}, as text; empty when it does not. */
    List<String> compare(String types, List<StructLayout> layouts) {
        StringBuilder source = new StringBuilder(PRELUDE).append(types);
        source.append("const unsigned sizes[] __attribute__((section(\".sizes\"))) = {");
        for (StructLayout layout : layouts) {
            String name = layout.type().display();
            source.append("sizeof(").append(name).append("), __alignof__(").append(name).append("),\n");
        }
        source.append("};\n");
        for (int i = 0; i < layouts.size(); i++) {
            List<Leaf> leaves = leaves(layouts.get(i).members(), "");
            String name = layouts.get(i).type().display();
            source.append(name).append(" p").append(i).append("[] __attribute__((section(\".p").append(i)
                    .append("\"))) = {\n");
            leaves.forEach(leaf -> source.append("{ ").append(leaf.initialiser).append(" },\n"));
            source.append("};\n");
        }
        byte[] image = compile(source.toString())
                .orElseThrow(() -> new IllegalStateException("the compiler refused\n" + source));
        ObjectFile object = new ObjectFile(image);
        ByteBuffer sizes = ByteBuffer.wrap(object.section(".sizes")).order(ByteOrder.LITTLE_ENDIAN);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < layouts.size(); i++) {
            StructLayout layout = layouts.get(i);
            int size = sizes.getInt(i * 8);
            int align = sizes.getInt(i * 8 + 4);
            if (size != layout.size() || align != layout.align()) {
                differences.add(layout.type().display() + ": size " + layout.size() + " align " + layout.align()
                        + ", the compiler says " + size + " and " + align);
                continue;
            }
            compare(layout, BitSet.valueOf(object.section(".p" + i)), size, differences);
        }
        return differences;
    }

    private static void compare(StructLayout layout, BitSet bits, int size, List<String> differences) {
        List<Leaf> leaves = leaves(layout.members(), "");
        for (int i = 0; i < leaves.size(); i++) {
            BitSet copy = bits.get(i * size * 8, (i + 1) * size * 8);
            Leaf leaf = leaves.get(i);
            if (copy.nextSetBit(0) != leaf.from || copy.cardinality() != leaf.width) {
                differences.add(layout.type().display() + ": " + leaf.initialiser + " at bit " + leaf.from + " wide "
                        + leaf.width + ", the compiler says " + copy.nextSetBit(0) + " and " + copy.cardinality());
            }
        }
    }

    private record Leaf(String initialiser, long from, long width) {}

    private static List<Leaf> leaves(List<MemberLayout> members, String prefix) {
        List<Leaf> leaves = new ArrayList<>();
        for (MemberLayout member : members) {
            String name = member.member().name();
            String path = name.isEmpty() ? prefix : prefix + "." + name;
            if (!member.members().isEmpty()) {
                leaves.addAll(leaves(member.members(), path));
                continue;
            }
            Type type = member.member().type().bare();
            long width = member.bits();
            while (type instanceof Type.Array array) {
                path += "[0]";
                width = array.count() <= 0 ? 0 : width / array.count();
                type = array.element().bare();
            }
            if (width > 0 && !(type instanceof Type.Struct)) {
                String value = type instanceof Type.Pointer ? "(void *)-1" : "-1";
                boolean bool = type instanceof Type.Int number && number.kind() == IntKind.BOOL;
                leaves.add(new Leaf(path + " = " + value, member.bitOffset(), bool ? 1 : width));
            }
        }
        return leaves;
    }

    Optional<byte[]> compile(String source) {
        try {
            Path directory = Files.createTempDirectory("ringspect-layout");
            try {
                Path input = directory.resolve("in.c");
                Path output = directory.resolve("out.o");
                Files.writeString(input, source);
                List<String> all = new ArrayList<>(command);
                all.addAll(List.of("-w", "-c", "-o", output.toString(), input.toString()));
                Process compiler = new ProcessBuilder(all).redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile()).start();
                boolean done = compiler.waitFor(60, TimeUnit.SECONDS) && compiler.exitValue() == 0;
                return done ? Optional.of(Files.readAllBytes(output)) : Optional.empty();
            } finally {
                try (var files = Files.walk(directory)) {
                    files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
                }
            }
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

package dev.ringspect.protocol.syntax.rust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;

/**
 * Our layouts written as assertions that rustc has to agree with: each size, alignment and offset that we say is known.
 */
class RustAgainstRustcTest {
    @TempDir
    private Path folder = Path.of("");

    private int asserted;
    private int unspecified;

    @Test
    void itemsOfADriver() throws Exception {
        compare(resource("driver_style.rs"));
        assertThat(asserted).isGreaterThan(40);
        assertThat(unspecified).as("said to be unspecified").isZero();
    }

    @Test
    void itemsOfABindingsGenerator() throws Exception {
        compare(resource("bindings_style.rs"));
        assertThat(asserted).isGreaterThanOrEqualTo(15);
        assertThat(unspecified).as("said to be unspecified").isZero();
    }

    @Test
    void generatedItems() throws Exception {
        compare(new RustGenerator(20_260_101).items(1_500));
        assertThat(asserted).isGreaterThan(1_400);
        assertThat(unspecified).as("said to be unspecified").isZero();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = RustAgainstRustcTest.class.getResourceAsStream("/rust/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void compare(String text) throws IOException, InterruptedException {
        RustFile file = RustFile.parse(SourceText.of("test.rs", text));
        assertThat(file.problems()).isEmpty();
        Abi abi = Abi.host();
        LayoutEngine engine = new LayoutEngine(abi);
        StringBuilder assertions = new StringBuilder(text).append("\nuse core::mem as __m;\n");
        for (RustTypes.Declared declared : new RustTypes(file, RustTarget.of(abi)).declared()) {
            RustItem.Head head = declared.item().head();
            if (head.generics().parameters().isEmpty() && !head.macro().orElse("").equals("macro_rules")) {
                switch (declared.answer()) {
                    case RustAnswer.Known(Type type, String _) -> add(assertions, head, type, engine);
                    case RustAnswer.Unspecified(String reason, var _) -> {
                        unspecified++;
                        System.out.println("unspecified: " + head.name() + ": " + reason);
                    }
                }
            }
        }
        System.out.println("items compared with rustc: " + asserted + ", unspecified: " + unspecified);
        compile(assertions.toString());
    }

    private void add(StringBuilder out, RustItem.Head head, Type type, LayoutEngine engine) {
        String name = "crate::" + (head.path().isEmpty() ? "" : String.join("::", head.path()) + "::") + head.name();
        asserted++;
        assertion(out, "__m::size_of::<" + name + ">()", engine.sizeOf(type), name);
        assertion(out, "__m::align_of::<" + name + ">()", engine.alignOf(type), name);
        if (type instanceof Type.Struct struct && struct.where().isPresent()) {
            for (MemberLayout member : engine.layout(struct).members()) {
                String field = member.member().name();
                boolean offered = member.member().where().isPresent() && !field.startsWith("_unused");
                if (offered && !field.equals("storage") && isField(head)) {
                    boolean keyword = field.equals("type") || field.equals("match");
                    assertion(out, "__m::offset_of!(" + name + ", " + (keyword ? "r#" : "") + field + ")",
                            member.offset(), name);
                }
            }
        }
    }

    /** Whether an item has fields that {@code offset_of!} takes, as all but enums have. */
    private static boolean isField(RustItem.Head head) {
        return !head.attributes().isEmpty();
    }

    private static void assertion(StringBuilder out, String what, long value, String name) {
        out.append("const _: () = assert!(").append(what).append(" == ").append(value).append(", \"").append(name)
                .append("\");\n");
    }

    private void compile(String text) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("layouts.rs"), text);
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(List.of(Rustc.newEnough(), "--edition", "2021", "--crate-type", "lib",
                "--emit=metadata", "--error-format=short", "-Awarnings", "-o", folder.resolve("out").toString(),
                source.toString()))
                .redirectErrorStream(true).redirectOutput(errors.toFile()).start();
        int exit = process.waitFor();
        String said = Files.readString(errors);
        assertThat(exit).as(said.substring(0, Math.min(said.length(), 6_000))).isZero();
    }
}

package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.btf.BtfFixture;
import dev.ringspect.protocol.syntax.btf.BtfParser;
import dev.ringspect.protocol.syntax.btf.BtfTypes;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;

/** Types of one name in a BTF file, in an object that clang compiles and in the running kernel. */
class BtfNamesTest {
    /** Each function has types of its own, as each source file of a kernel has. */
    private static final String TWICE = """
            struct twin { long a; int b; };
            struct twin first;
            int other(void) {
                static struct twin { int a; short c; } made;
                static struct holder { struct twin *one; struct twin more[2]; } held;
                static struct kin { int x, y; } kin;
                static volatile enum mode { SLOW, FAST } mode;
                held.one = &made;
                return made.a++ + kin.x++ + (mode == FAST);
            }
            int third(void) {
                static struct twin { int a; short d; } made;
                static struct kin { int x, y; } kin;
                static volatile enum mode { LOW, HIGH } mode;
                return made.a++ + kin.y++ + (mode == HIGH);
            }
            """;

    @TempDir
    Path folder;

    private Path object() throws IOException, InterruptedException {
        Path object = folder.resolve("twice.o");
        Files.write(object, BtfFixture.compile(folder, TWICE));
        return object;
    }

    private static ProtocolModel model(Path object, String choices, String text) {
        return ProtocolModel.of(SourceText.of("file:///w/demo.uring", "import btf \"" + object + "\"" + choices + "\n"
                + text), Environment.bare(Sources.of()));
    }

    private static List<String> messages(ProtocolModel model) {
        return model.problems().stream().map(Problem::message).toList();
    }

    private static long size(ProtocolModel model) {
        return new LayoutEngine(dev.ringspect.protocol.layout.Abi.X86_64).sizeOf(model.structs().getLast());
    }

    @Test
    void severalTypesOfOneNameAreAProblemThatSaysHowToChoose() throws Exception {
        Path object = object();
        ProtocolModel model = model(object, ";", "struct mine { struct twin t; };");
        assertThat(messages(model)).containsExactly(object
                + " has 3 different types struct twin: one of 8 bytes (with c),"
                + " one of 8 bytes (with d) whose first other member is 'short d', one of 16 bytes (size 16) whose first"
                + " other member is 'long a'; say which one is meant: import btf \"" + object
                + "\" { struct twin with c; }");
        assertThat(model.problems().getFirst().span().start()).isEqualTo("import btf ".length());
        assertThat(messages(model(object, ";", "enum mode; struct mine { enum mode m; };"))).hasSize(1).first()
                .asString().contains("2 different types enum mode", "(with SLOW)", "(with LOW)");
    }

    @Test
    void aChoiceIsBySizeByAMemberOrByWhatHoldsIt() throws Exception {
        Path object = object();
        for (Map.Entry<String, Long> choice : Map.of("size 16", 16L, "with c", 8L, "size 8 with d", 8L,
                "in struct holder", 8L).entrySet()) {
            ProtocolModel model = model(object, " { struct twin " + choice.getKey() + "; }",
                    "struct mine { struct twin t; };");
            assertThat(messages(model)).as(choice.getKey()).isEmpty();
            assertThat(size(model)).as(choice.getKey()).isEqualTo(choice.getValue());
        }
        ProtocolModel held = model(object, " { struct twin in struct holder; }", "refine struct twin { c == 0; }");
        assertThat(messages(held)).isEmpty();
        assertThat(messages(model(object, " { enum mode with HIGH; }", "struct mine { enum mode m; };"))).isEmpty();
    }

    @Test
    void oneLayoutUnderTwoDeclarationsIsOneType() throws Exception {
        assertThat(messages(model(object(), ";", "struct mine { struct kin k; };"))).isEmpty();
    }

    @Test
    void aChoiceOfNothingIsSaid() throws Exception {
        Path object = object();
        assertThat(messages(model(object, " { struct twin size 24; }", ""))).containsExactly("no struct twin of "
                + object
                + " is this; there are one of 8 bytes (with c), one of 8 bytes (with d) whose first other member is"
                + " 'short d', one of 16 bytes (size 16) whose first other member is 'long a'");
        assertThat(messages(model(object, " { struct twin size 8; }", ""))).hasSize(1).first().asString()
                .startsWith("2 different types struct twin of " + object + " are this: one of 8 bytes (with c)");
        assertThat(messages(model(object, " { struct nope size 8; }", "")))
                .containsExactly(object + " has no struct nope");
        assertThat(messages(model(object, " { struct twin; }", "")))
                .containsExactly("expected 'size' and its bytes, 'with'"
                        + " and a member, or 'in' and the struct that holds it, after struct twin, found ';'");
        assertThat(messages(model(object, " { twin size 8; }", ""))).containsExactly(
                "expected struct, union or enum, a name, and which of that name is meant, found 'twin'");
    }

    @Test
    void theRunningKernelHasTypesOfOneName() throws Exception {
        assumeTrue(Files.isReadable(BtfParser.VMLINUX), "this kernel has no BTF");
        BtfTypes types = new BtfTypes(BtfParser.parse(Files.readAllBytes(BtfParser.VMLINUX)).file());
        Map<String, List<Type.Struct>> byName = new TreeMap<>();
        types.all().stream().map(BtfTypes.Named::struct)
                .forEach(struct -> byName.computeIfAbsent(struct.display(), _ -> new ArrayList<>()).add(struct));
        LayoutEngine engine = new LayoutEngine(types.abi());
        List<Map.Entry<String, List<Type.Struct>>> several = byName.entrySet().stream().filter(entry -> entry.getValue()
                .stream().map(engine::sizeOf).distinct().count() > 1).toList();
        System.out.println("names with structs of several sizes in this kernel: " + several.size());
        assumeTrue(!several.isEmpty(), "no two structs of one name and different sizes in this kernel's BTF");
        for (Map.Entry<String, List<Type.Struct>> one : several) {
            long sizes = one.getValue().stream().map(engine::sizeOf).distinct().count();
            ProtocolModel silent = model(Path.of("vmlinux"), ";", "struct mine { " + one.getKey() + " *p; };\n"
                    + "refine " + one.getKey() + " { }");
            assertThat(messages(silent)).as(one.getKey()).hasSize(1).first().asString()
                    .contains("different types " + one.getKey());
            if (sizes == one.getValue().size()) {
                for (Type.Struct struct : one.getValue()) {
                    ProtocolModel chosen = model(Path.of("vmlinux"),
                            " { " + one.getKey() + " size " + engine.sizeOf(struct) + "; }",
                            "struct mine { " + one.getKey() + " m; };");
                    assertThat(messages(chosen)).as(one.getKey()).isEmpty();
                    assertThat(size(chosen)).isEqualTo(engine.sizeOf(struct));
                }
            }
        }
    }
}

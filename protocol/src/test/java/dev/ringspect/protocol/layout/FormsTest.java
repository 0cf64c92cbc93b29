package dev.ringspect.protocol.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.layout.StructLayout.MemberLayout;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;

/** The forms of a struct in other languages, compiled there: sizes and offsets are what the layout engine says. */
class FormsTest {
    private static final String STRUCTS = """
            enum color : __u8 { RED };
            struct inner { __u16 a; __u8 b; };
            struct plain { __u8 op; __u32 len; __u64 addr; __s16 last; };
            struct order { __le16 a; __be32 b; __le64 c; __u8 type; };
            struct nested { struct inner one; struct inner more[3]; enum color hue; __u64 end; };
            struct choice { __u32 kind; union { __u64 wide; struct { __u8 x; __u16 y; }; __u8 raw[12]; }; __u8 tail; };
            struct tight { __u8 a; __u32 b; __u64 c; struct inner d; } __attribute__((packed));
            struct roomy { __u8 a; } __attribute__((aligned(16)));
            struct bits { __u32 a : 3; __u32 b : 7; __u8 c; __u16 d : 4; __u64 e; };
            struct text { char name[7]; _Bool on; unsigned long size; void *at; };
            struct aligned_member { __u8 a; __aligned_u64 b; __u8 c __attribute__((aligned(4))); };
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void cIsLaidOutAlikeByGcc() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/usr/bin/gcc")), "gcc is not installed");
        for (Type.Struct struct : structs()) {
            StringBuilder program = new StringBuilder(CForm.of(struct)).append("#include <stddef.h>\n");
            StructLayout layout = new LayoutEngine(Abi.X86_64).layout(struct);
            program.append("_Static_assert(sizeof(").append(struct.display()).append(") == ").append(layout.size())
                    .append(", \"size\");\n");
            for (MemberLayout member : layout.members()) {
                if (!member.member().name().isEmpty() && !member.member().isBitField()) {
                    program.append("_Static_assert(offsetof(").append(struct.display()).append(", ")
                            .append(member.member().name()).append(") == ").append(member.offset())
                            .append(", \"offset\");\n");
                }
            }
            Path source = Files.writeString(folder.resolve(struct.name() + ".c"), program);
            assertThat(run("gcc", "-std=gnu11", "-fsyntax-only", source.toString())).as(program.toString()).isEmpty();
        }
    }

    @Test
    void rustIsLaidOutAlikeByRustc() throws IOException, InterruptedException {
        assumeTrue(isRustThere(), "rustc is not installed");
        StringBuilder program = new StringBuilder("#![allow(dead_code, unused)]\n");
        StringBuilder main = new StringBuilder("fn main() {\n");
        for (Type.Struct struct : structs()) {
            StructLayout layout = new LayoutEngine(Abi.X86_64).layout(struct);
            String name = "m_" + struct.name() + "::" + struct.name();
            program.append("mod m_").append(struct.name()).append(" {\n").append(RustForm.of(struct)).append("}\n");
            main.append("assert_eq!(core::mem::size_of::<").append(name).append(">(), ").append(layout.size())
                    .append(");\nassert_eq!(core::mem::align_of::<").append(name).append(">(), ")
                    .append(layout.align()).append(");\n{ let u = core::mem::MaybeUninit::<").append(name)
                    .append(">::uninit(); let b = u.as_ptr();\n");
            for (MemberLayout member : layout.members()) {
                if (!member.member().name().isEmpty() && !member.member().isBitField()) {
                    main.append("assert_eq!(unsafe { core::ptr::addr_of!((*b).")
                            .append(member.member().name().equals("type") ? "r#type" : member.member().name())
                            .append(") as usize } - b as usize, ").append(member.offset()).append(");\n");
                }
            }
            main.append("}\n");
        }
        Path source = Files.writeString(folder.resolve("forms.rs"), program.append(main).append("}\n"));
        Path binary = folder.resolve("forms");
        assertThat(run("rustc", "--edition", "2021", "-o", binary.toString(), source.toString()))
                .as(program.toString()).isEmpty();
        assertThat(run(binary.toString())).as(program.toString()).isEmpty();
    }

    @Test
    void javaIsLaidOutAlikeByForeignMemory() throws Exception {
        List<String> files = new ArrayList<>(List.of("-d", folder.toString()));
        for (Type.Struct struct : structs()) {
            files.add(Files.writeString(folder.resolve(JavaForm.className(struct.name()) + ".java"),
                    JavaForm.of(struct)).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, files.toArray(String[]::new))).isZero();
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()})) {
            for (Type.Struct struct : structs()) {
                StructLayout layout = new LayoutEngine(Abi.X86_64).layout(struct);
                GroupLayout java = (GroupLayout) loader.loadClass(JavaForm.className(struct.name())).getField("LAYOUT")
                        .get(null);
                assertThat(java.byteSize()).as(struct.display()).isEqualTo(layout.size());
                for (MemberLayout member : layout.members()) {
                    if (!member.member().name().isEmpty() && !member.member().isBitField()) {
                        assertThat(java.byteOffset(PathElement.groupElement(member.member().name())))
                                .as(struct.display() + " " + member.member().name()).isEqualTo(member.offset());
                    }
                }
            }
        }
    }

    private static List<Type.Struct> structs() {
        ProtocolModel model = ProtocolModel.of(SourceText.of("structs", STRUCTS));
        assertThat(model.problems()).isEmpty();
        List<Type.Struct> all = new ArrayList<>(model.structs());
        ProtocolSet.builtin().models().forEach(builtin -> all.addAll(builtin.structs()));
        return all;
    }

    private boolean isRustThere() throws InterruptedException {
        try {
            return run("rustc", "--version").isEmpty();
        } catch (IOException absent) {
            System.out.println("skipped: no rustc on the PATH");
            return false;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        return process.exitValue() == 0 ? "" : said;
    }
}

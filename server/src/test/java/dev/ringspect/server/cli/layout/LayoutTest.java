package dev.ringspect.server.cli.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;

class LayoutTest {
    private static final String NESTED = """
            struct head { __u8 x; __u32 y : 3, z : 7; };
            struct whole {
                struct head head;
                union { __u16 u; struct { __u8 p; } inner; };
                __u64 words[3][2];
                char *text;
                char tail;
            };
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void textShowsTheTypeThatWasNamedAndNoOther() throws IOException {
        Invocation shown = Invocation.of("layout", "--abi", "x86_64", file("a.uring", NESTED), "struct whole");
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("struct whole {", "a.uring:2", "2 bytes hole at 6", "7 bytes of tail padding",
                "size 72, align 8").doesNotContain("struct head {");
        assertThat(shown.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void abiChangesTheLayout() throws IOException {
        Invocation shown = Invocation.of("layout", "--abi", "i386", file("a.uring", NESTED), "whole");
        assertThat(shown.out()).contains("size 64, align 4");
    }

    @Test
    void jsonHasTheDocumentedShape() throws IOException {
        String file = file("a.uring", "struct s { __u8 x; __u32 y : 3; union { __u16 u; }; };\n");
        Invocation shown = Invocation.of("layout", "--json", "--abi", "x86_64", file);
        assertThat(shown.out()).isEqualTo("""
                {"schema":1,"abi":"x86_64","types":[{"kind":"struct","name":"s","file":"FILE","line":1,"size":4,\
                "align":4,"members":[\
                {"name":"x","type":"__u8","offset":0,"size":1,"bitOffset":null,"bitWidth":null,"members":[]},\
                {"name":"y","type":"__u32","offset":1,"size":4,"bitOffset":8,"bitWidth":3,"members":[]},\
                {"name":"","type":"union","offset":2,"size":2,"bitOffset":null,"bitWidth":null,"members":[\
                {"name":"u","type":"__u16","offset":2,"size":2,"bitOffset":null,"bitWidth":null,"members":[]}]}],\
                "holes":[],"tailPadding":0}],"problems":[]}
                """.replace("FILE", file));
    }

    @Test
    void aFileWithErrorsStillGivesWhatCouldBeRead() throws IOException {
        String file = file("a.uring", "struct good { __u8 x; };\nstruct bad { __u8 y };\n");
        Invocation shown = Invocation.of("layout", "--json", file);
        assertThat(shown.exit()).isEqualTo(Exit.USAGE);
        assertThat(shown.err()).contains(file + ":2:20: error: ");
        JsonObject json = JsonParser.parseString(shown.out()).getAsJsonObject();
        assertThat(json.getAsJsonArray("types").get(0).getAsJsonObject().get("name").getAsString()).isEqualTo("good");
        JsonObject problem = json.getAsJsonArray("problems").get(0).getAsJsonObject();
        assertThat(problem.get("line").getAsInt()).isEqualTo(2);
        assertThat(problem.get("column").getAsInt()).isEqualTo(20);
        assertThat(problem.get("severity").getAsString()).isEqualTo("error");
    }

    @Test
    void whatCannotBeReadIsNamedWithTheReason() throws IOException {
        refused("no such file", folder.resolve("none.uring").toString());
        refused("it is a folder", folder.toString());
        refused("no such file", folder.resolve("none.h").toString());
        refused("declares no struct or union nothing", file("b.uring", NESTED), "nothing");
        refused("no ABI is called vax", file("b.uring", NESTED), "--abi", "vax");
    }

    @Test
    void aHeaderIsReadThroughMacrosAndIncludes() throws IOException {
        String inner = file("inner.h", "#pragma once\nstruct inner { long l; };\n");
        String header = file("a.h", """
                #include "inner.h"
                #define MEMBER(type, name) type name
                struct outer { char c; MEMBER(struct inner, in)[COUNT]; };
                """);
        Invocation shown = Invocation.of("layout", "--abi", "i386", "-D", "COUNT=3", header);
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("struct outer { /* " + header + ":3 */", "size 16, align 4")
                .doesNotContain("struct inner {");
        Invocation json = Invocation.of("layout", "--json", "-D", "COUNT=3", header);
        assertThat(json.out()).contains("\"name\":\"inner\",\"file\":\"" + inner + "\",\"line\":2",
                "\"name\":\"outer\"");
        assertThat(json.exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void aHeaderThatIsNotCompleteSaysWhichTypeHasNoLayout() throws IOException {
        String header = file("a.h", "struct known { int x; };\nstruct open { struct hidden h; };\n");
        Invocation shown = Invocation.of("layout", header);
        assertThat(shown.exit()).isEqualTo(Exit.USAGE);
        assertThat(shown.out()).contains("struct known {").doesNotContain("struct open {");
        assertThat(shown.err())
                .contains(header + ":2:8: error: struct open has no layout: the type 'struct hidden' of h"
                        + " is not declared in anything that was read");
    }

    @Test
    void nothingDeclaredIsNothingPrinted() throws IOException {
        Invocation shown = Invocation.of("layout", file("a.uring", "// nothing\n"));
        assertThat(shown).isEqualTo(new Invocation(Exit.DONE, "", ""));
    }

    @Test
    void programsGetWhatAProtocolFileImportsToo() throws IOException {
        String header = file("d.h", """
                #ifdef __x86_64__
                typedef long word;
                #else
                typedef int word;
                #endif
                struct theirs { word w; };
                """);
        String rust = file("d.rs", "#[repr(C)]\npub struct InRust { a: u32 }\n");
        String own = file("d.uring", """
                protocol d;
                import "d.h";
                import rust "d.rs";
                import btf "vmlinux";
                on device "/dev/d";
                command IO = 1 { payload struct theirs; }
                command K = 2 { payload struct io_uring_sqe; }
                """);
        Invocation json = Invocation.of("layout", "--json", own);
        assertThat(json.err()).isEmpty();
        assertThat(json.out())
                .contains("{\"kind\":\"struct\",\"name\":\"theirs\",\"file\":\"" + header + "\",\"line\":6,\"size\":8")
                .contains("{\"kind\":\"struct\",\"name\":\"InRust\",\"file\":\"" + rust + "\",\"line\":2,\"size\":4")
                .contains("\"name\":\"io_uring_sqe\",\"file\":null,\"line\":null,\"size\":64");
        assertThat(Invocation.of("layout", "--json", "--abi", "i386", own).out())
                .contains("\"name\":\"theirs\",\"file\":\"" + header + "\",\"line\":6,\"size\":4");
    }

    @Test
    void peopleGetWhatTheCommandsOfAFileUseThatOnlyImports() throws IOException {
        file("e.h", "struct theirs { int w; };\nstruct other { int o; };\n");
        String own = file("e.uring", """
                protocol e;
                import "e.h";
                on device "/dev/e";
                command IO = 1 { payload struct theirs; }
                """);
        assertThat(Invocation.of("layout", own).out()).contains("struct theirs {").doesNotContain("other");
        assertThat(Invocation.of("layout", own, "other").out()).contains("struct other {").doesNotContain("theirs");
        Invocation absent = Invocation.of("layout", own, "othre");
        assertThat(absent.exit()).isEqualTo(Exit.USAGE);
        assertThat(absent.err()).contains("declares no struct or union othre").contains("other");
    }

    private static void refused(String reason, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "layout";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Invocation shown = Invocation.of(all);
        assertThat(shown.exit()).as(reason).isEqualTo(Exit.USAGE);
        assertThat(shown.out()).as(reason).isEmpty();
        assertThat(shown.err()).contains(reason);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void rustGivesWhatIsPromisedAndSaysWhyOtherwise() throws IOException {
        String file = file("a.rs", """
                #[repr(C)]
                pub struct Cmd { pub op: u8, pub addr: u64 }
                struct Plain { a: u8, b: u64 }
                """);
        Invocation all = Invocation.of("layout", "--abi", "x86_64", file);
        assertThat(all.exit()).isEqualTo(Exit.DONE);
        assertThat(all.out()).contains("struct Cmd {", "a.rs:2", "7 bytes hole at 1", "size 16, align 8");
        assertThat(all.err()).contains(":3:8: info: the layout of Plain is unspecified: Plain has no #[repr(C)]");
        Invocation one = Invocation.of("layout", "--json", file, "Cmd");
        assertThat(one.out()).contains("{\"name\":\"addr\",\"type\":\"u64\",\"offset\":8,\"size\":8,");
        assertThat(Invocation.of("layout", file, "Plain").exit()).isEqualTo(Exit.USAGE);
        refused("declares no struct, union or enum Other", file, "Other");
    }

    @Test
    void runningKernelsTypesAreShown() {
        Path vmlinux = Path.of("/sys/kernel/btf/vmlinux");
        Assumptions.assumeTrue(Files.isReadable(vmlinux), "this kernel gives no BTF");
        Invocation shown = Invocation.of("layout", "--json", vmlinux.toString(), "io_uring_sqe");
        assertThat(shown.exit()).isEqualTo(Exit.DONE);
        JsonObject type = JsonParser.parseString(shown.out()).getAsJsonObject().getAsJsonArray("types").get(0)
                .getAsJsonObject();
        assertThat(type.get("name").getAsString()).isEqualTo("io_uring_sqe");
        assertThat(type.get("size").getAsInt()).isEqualTo(64);
        refused("has no struct, union, enum or typedef of one called no_such", vmlinux.toString(), "no_such");
    }

    @Test
    void brokenKernelTypesAreAProblem() throws IOException {
        refused("the file has 0 bytes, a BTF header needs 24", file("a.btf", ""));
        refused("the file starts with 0x7878", file("a.ko", "x".repeat(64)));
        refused("no such file", folder.resolve("none.o").toString());
    }

    @Test
    void cacheLinesHolesAndBitsAreMarked() throws IOException {
        String header = file("a.h", "struct s { int a : 3; long b; char c[50]; long d; };\n");
        Invocation shown = Invocation.of("layout", "--abi", "x86_64", header, "s");
        assertThat(shown.out()).contains("/* 5 bits hole at 0:3 */", "/* 7 bytes hole at 1 */",
                "/* --- cache line 1 starts 8 bytes before this, at 64 --- */", "cache lines 2 */");
    }

    @Test
    void aTypeThatIsNotThereIsAskedBackFor() throws IOException {
        refused("declares no struct or union wohle; did you mean whole", file("b.uring", NESTED), "wohle");
        refused("declares no struct or union struct point_r; did you mean point_t",
                file("b.h", "typedef struct { int x; } point_t;\n"), "struct point_r");
        refused("declares no struct, union or enum Comand; did you mean Command",
                file("b.rs", "#[repr(C)]\nstruct Command { a: u8 }\n"), "Comand");
    }

    @Test
    void aHeaderThatDoesNotCompileAloneSaysWhatWasAssumed() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/include/linux/types.h")), "no kernel headers here");
        String header = file("a.h", "struct s { sa_family_t family; __be16 port; size_t count; };\n");
        Invocation shown = Invocation.of("layout", header, "--abi", "x86_64");
        assertThat(shown.exit()).isEqualTo(Exit.DONE);
        assertThat(shown.out()).contains("size 16, align 8");
        assertThat(shown.err()).contains("info: assumed: the file does not compile alone; it was read after stddef.h,"
                + " sys/types.h, sys/socket.h, linux/types.h");
    }

    @Test
    void whatATraceMayCopyIsShown() throws Exception {
        String path = file("capture.uring", """
                protocol p;
                on socket;
                struct args { __u64 a, b; };
                struct cmd { __u64 addr; __u32 len; };
                refine struct cmd { addr : pointer to struct args[len] capture 64 in out; }
                """);
        assertThat(Invocation.of("layout", path, "cmd").out())
                .contains("};\n/* addr points to struct args[len], capture 64 in out */");
    }

    @Test
    void whatACommandItselfLetsATraceCopyIsShown() throws Exception {
        String path = file("words.uring", """
                protocol p;
                on socket;
                struct args { __u64 a, b; };
                struct cmd { __u64 addr; __u32 op; };
                command READ = 1 {
                    payload struct cmd { variant on op { 1: { addr : pointer to __u8[8] capture out; } } }
                    sqe { addr as from : pointer to struct args[2] capture in; }
                }
                command PLAIN = 2 { sqe { addr : pointer to struct args; } }
                """);
        assertThat(Invocation.of("layout", path).out()).endsWith("""
                /* command READ: addr points to __u8[8], capture 8 out */
                /* command READ: sqe.addr points to struct args[2], capture 32 in */
                """);
        assertThat(Invocation.of("layout", path, "args").out()).as("none of its commands").doesNotContain("capture");
        assertThat(Invocation.of("layout", "--json", path).out()).contains("\"captures\":["
                + "{\"about\":\"command READ\",\"field\":\"addr\",\"target\":\"__u8[8]\",\"bytes\":8,"
                + "\"in\":false,\"out\":true},"
                + "{\"about\":\"command READ\",\"field\":\"sqe.addr\",\"target\":\"struct args[2]\",\"bytes\":32,"
                + "\"in\":true,\"out\":false}],\"problems\":[]");
    }

    @Test
    void ofSeveralTypesOfOneNameAllAreShownWithTheirTags() throws Exception {
        String source = file("d.c", """
                #define tag(text) __attribute__((btf_decl_tag(text)))
                struct twin { long a; int b tag("counter"); } tag("shared");
                struct twin first;
                enum wide { WIDE_NONE, WIDE_TOP = 0x8000000000000000ull };
                enum narrow { ONE = 1, TWO };
                enum wide wide;
                enum narrow narrow;
                int other(void) {
                    static struct twin { int a; short c; } made;
                    return made.a++;
                }
                """);
        Path object = folder.resolve("d.o");
        Assumptions.assumeTrue(runs("clang", "-target", "bpf", "-g", "-c", "-o", object.toString(), source),
                "clang for BPF with declaration tags is not installed");
        assertThat(Invocation.of("layout", object.toString(), "struct twin").out()).contains(
                "size 16, align unknown", "size 8, align unknown", "/* declaration tag \"shared\" */",
                "/* declaration tag \"counter\" of b */");
        assertThat(Invocation.of("layout", object.toString(), "enum narrow").out()).contains("enum narrow {",
                "    TWO = 2,", "size 4, unsigned, values 2");
        if (runs("sh", "-c", "clang --version | grep -qE 'version (1[5-9]|[2-9][0-9])'")) {
            assertThat(Invocation.of("layout", object.toString(), "wide").out())
                    .contains("    WIDE_TOP = 9223372036854775808,", "size 8, unsigned, values 2");
        } else {
            System.out.println("skipped: clang before 15 writes no 64-bit enums; the running kernel's are looked at");
        }
    }

    @Test
    void theKernelsOwnEnumsOf64BitsAreShown() {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/sys/kernel/btf/vmlinux")), "this kernel has no BTF");
        Invocation shown = Invocation.of("layout", "/sys/kernel/btf/vmlinux", "enum perf_callchain_context");
        Assumptions.assumeTrue(shown.exit() == Exit.DONE, "this kernel has no enum perf_callchain_context");
        assertThat(shown.out()).contains("PERF_CONTEXT_HV = 18446744073709551584,", "size 8, unsigned");
    }

    @Test
    void objectsModulesAndRawTypesAreRead() throws Exception {
        String source = file("t.c", "struct probe { char a; long b; }; struct probe made;\n");
        Path object = folder.resolve("t.o");
        Assumptions.assumeTrue(runs("clang", "-target", "bpf", "-g", "-c", "-o", object.toString(), source),
                "clang for BPF is not installed");
        Path module = Files.copy(object, folder.resolve("t.ko"));
        Path raw = folder.resolve("raw");
        for (Path file : new Path[]{object, module}) {
            assertThat(Invocation.of("layout", file.toString(), "probe").out()).as(file.toString())
                    .contains("struct probe {", "/* 7 bytes hole at 1 */", "size 16, align unknown");
        }
        refused("has no struct, union, enum or typedef of one called prob; did you mean probe", object.toString(),
                "prob");
        if (runs("llvm-objcopy", "--dump-section", ".BTF=" + raw, object.toString())
                || runs("objcopy", "--dump-section", ".BTF=" + raw, object.toString())) {
            assertThat(Invocation.of("layout", raw.toString(), "struct probe").out())
                    .contains("size 16, align unknown");
        } else {
            System.out.println("skipped: no objcopy here takes the section .BTF out");
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void whatIsTooLargeToBeSourceIsNotRead() throws IOException {
        for (String name : new String[]{"huge.h", "huge.rs", "huge.uring"}) {
            Path huge = folder.resolve(name);
            try (var file = new RandomAccessFile(huge.toFile(), "rw")) {
                file.setLength(100L << 20);
            }
            Invocation shown = Invocation.of("layout", huge.toString());
            assertThat(shown.exit()).as(name).isEqualTo(Exit.USAGE);
            assertThat(shown.err()).contains("is larger than 16 MiB and was not read");
        }
    }
}

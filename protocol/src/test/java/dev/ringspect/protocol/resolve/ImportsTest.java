package dev.ringspect.protocol.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.protocol.inspect.Inspections;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.model.Command;
import dev.ringspect.protocol.model.Declared;
import dev.ringspect.protocol.model.FieldPath;
import dev.ringspect.protocol.resolve.type.BtfFiles;
import dev.ringspect.protocol.resolve.type.Environment;
import dev.ringspect.protocol.syntax.c.CConfiguration;
import dev.ringspect.protocol.syntax.c.pp.SystemHeaders;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Problem;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.text.Span;

/** What a protocol file takes from C headers, Rust sources and BTF. */
class ImportsTest {
    private static final String FILE = "file:///w/demo.uring";
    private static final String HEADER = "file:///w/demo.h";
    private static final String RUST = "file:///w/abi.rs";

    private static final String DEMO_H = """
            #ifndef DEMO_H
            #define DEMO_H
            #define DEMO_TAG_LEN 8
            #define DEMO_RUN _IOWR('d', 3, struct demo_cmd)
            enum demo_op { DEMO_READ = 1, DEMO_WRITE };
            typedef unsigned int demo_handle;
            struct demo_cmd {
            	demo_handle handle;
            	unsigned short op;
            	unsigned short rsvd;
            	char tag[DEMO_TAG_LEN];
            };
            #endif
            """;

    private static final String DEMO = """
            protocol demo;
            import "demo.h";
            on device "/dev/demo";
            refine struct demo_cmd { op : enum demo_op; rsvd == 0; }
            command RUN = DEMO_RUN {
                payload struct demo_cmd;
                check op == DEMO_READ || op == DEMO_WRITE "an unknown op";
            }
            """;

    @Test
    void aHeaderBringsTypesConstantsAndNumbers() {
        ProtocolModel model = model(DEMO, text(HEADER, DEMO_H));
        assertThat(model.problems()).isEmpty();
        Command run = model.protocol().orElseThrow().command("RUN").orElseThrow();
        assertThat(run.numbers()).extracting(Command.CmdOp::value).containsExactly(0xC010_6403L);
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(run.payload().orElseThrow())).isEqualTo(16);
        assertThat(model.constants()).containsEntry("DEMO_TAG_LEN", 8L).containsEntry("DEMO_WRITE", 2L);
        assertThat(model.dependencies()).containsExactly(HEADER);
    }

    @Test
    void aPointersTargetIsDeclaredSomewhereOrSaidToBeANameAlone() {
        SourceText header = text(HEADER, """
                struct of_header { struct nobody_knows *p; struct later *q; };
                """);
        SourceText rust = text(RUST, "#[repr(C)] pub struct Window { pub first: u32 }");
        String text = """
                import "demo.h";
                import rust "abi.rs";
                struct opaque;
                struct demo {
                    struct of_header *a; struct Window *b; struct opaque *c; struct demo *d; struct later *e; void *f;
                    __u64 addr, far, other, plain;
                };
                struct later { __u32 x; };
                refine struct demo {
                    addr : pointer to struct opaque;
                    far : pointer to Window;
                    other : pointer to const char *[4];
                    plain : pointer to uint32_t;
                }
                """;
        assertThat(model(text, header, rust).problems()).isEmpty();
        assertThat(model("struct demo { struct nobody_knows *p; };", header, rust).problems()).singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.WARNING);
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNRESOLVED_NAME);
                });
    }

    @Test
    void declarationsLeadToTheHeadersLines() {
        ProtocolModel model = model(DEMO, text(HEADER, DEMO_H));
        Location op = model.locate(new FieldPath("demo", "RUN", "op")).orElseThrow();
        assertThat(op).isEqualTo(place(HEADER, DEMO_H, "op;", 2));
        assertThat(model.declaredAt(HEADER, op.span().start())).hasValueSatisfying(member -> {
            assertThat(member).isInstanceOf(Declared.OfMember.class);
            assertThat(((Declared.OfMember) member).uses()).containsExactly(new FieldPath("demo", "RUN", "op"));
        });
        assertThat(declarationAt(model, "rsvd == 0")).isEqualTo(place(HEADER, DEMO_H, "rsvd;", 4));
        assertThat(declarationAt(model, "demo_cmd {")).isEqualTo(place(HEADER, DEMO_H, "demo_cmd {", 8));
        assertThat(declarationAt(model, "demo_op;")).isEqualTo(place(HEADER, DEMO_H, "demo_op {", 7));
        assertThat(declarationAt(model, "\"demo.h\"")).isEqualTo(new Location(HEADER, new Span(0, 0)));
        assertThat(model.constantPlace("DEMO_WRITE")).contains(place(HEADER, DEMO_H, "DEMO_WRITE", 10));
        assertThat(model.constantPlace("DEMO_RUN")).contains(place(HEADER, DEMO_H, "DEMO_RUN", 8));
        assertThat(model.structs()).isEmpty();
        assertThat(model.importedStructs()).extracting(Type.Struct::name).containsExactly("demo_cmd");
    }

    @Test
    void theFilesOwnTypesMayBeMadeOfImportedOnes() {
        ProtocolModel model = model("""
                import "demo.h";
                struct two { struct demo_cmd first, second; demo_handle handle; char more[DEMO_TAG_LEN * 2]; };
                """, text(HEADER, DEMO_H));
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(model.structs().getFirst())).isEqualTo(52);
    }

    @Test
    void foldersAreSearchedInOrderAndOpenDocumentsLieOverTheDisk(@TempDir Path folder) throws IOException {
        Path configured = Files.createDirectories(folder.resolve("include"));
        Files.writeString(configured.resolve("a.h"), "struct a { int from_include; };");
        Files.writeString(folder.resolve("b.h"), "struct b { int on_disk; };");
        String uri = folder.resolve("x.uring").toUri().toString();
        Environment environment = new Environment(
                Sources.disk().with(text(folder.resolve("b.h").toUri().toString(), "struct b { int open[3]; };")),
                new CConfiguration(Abi.X86_64, List.of(configured), SystemHeaders.none(), List.of(),
                        CConfiguration.bare(Abi.X86_64).headers()),
                new BtfFiles());
        ProtocolModel model = ProtocolModel.of(text(uri, """
                import "a.h";
                import "b.h";
                struct c { struct a a; struct b b; };
                """), environment);
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(model.structs().getFirst())).isEqualTo(16);
        assertThat(model.dependencies()).hasSize(2);
    }

    @Test
    void aHeaderOfTheSystem() {
        ProtocolModel model = ProtocolModel.of(text("file:///w/nvme.uring", """
                protocol mine;
                import "linux/nvme_ioctl.h";
                on device "/dev/ng*n*";
                refine struct nvme_uring_cmd { flags == 0; }
                command IO = NVME_URING_CMD_IO | NVME_URING_CMD_IO_VEC { payload struct nvme_uring_cmd; needs sqe128; }
                """), Environment.disk());
        assertThat(model.problems()).isEmpty();
        assertThat(model.protocol().orElseThrow().commands().getFirst().numbers())
                .extracting(Command.CmdOp::value).containsExactly(0xC048_4E80L, 0xC048_4E81L);
        assertThat(model.dependencies()).contains("file:///usr/include/linux/nvme_ioctl.h");
    }

    @Test
    void aRustAliasIsAnotherNameOfItsTarget() {
        String rust = """
                #[repr(C)] pub struct Range<T> { pub from: T, pub to: T }
                pub type Pages = Range<u32>;
                pub type Slot<T> = u16;
                pub type Any<T> = Range<T>;
                """;
        ProtocolModel model = model("""
                protocol p;
                import rust "abi.rs";
                on socket;
                struct both { Pages pages; Slot slot; };
                command A = 1 { payload struct Pages; }
                command B = 2 { payload struct both; }
                """, text(RUST, rust));
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).layout(model.structs().getFirst()).size()).isEqualTo(12);
        assertThat(model.protocol().orElseThrow().commands().getFirst().payload().orElseThrow().members()).hasSize(2);
        assertThat(model("import rust \"abi.rs\";\nstruct s { Any a; };", text(RUST, rust)).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("Rust promises no layout of Any: "));
    }

    @Test
    void importsThatDisagreeAreAnErrorWithBothPlaces() {
        String protocol = """
                protocol p;
                import "abi.h";
                import rust "abi.rs";
                on socket;
                command A = 1 { payload struct move; }
                """;
        SourceText header = text("file:///w/abi.h", "struct move { unsigned int from, to; unsigned long long id; };");
        String rust = "#[repr(C)] pub struct move { pub id: u64, pub from: u32, pub to: u32 }";
        ProtocolModel model = model(protocol, header, text(RUST, rust));
        assertThat(model.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("struct move is declared with another layout in abi.h");
            assertThat(model.source().slice(problem.span())).isEqualTo("\"abi.rs\"");
            assertThat(problem.related()).extracting(Location::source).containsExactly(RUST, "file:///w/abi.h");
        });
        assertThat(Inspections.of(model)).noneMatch(finding -> finding.id().equals("U07"));
        String same = "#[repr(C)] pub struct move { pub start: u32, pub to: u32, pub id: u64 }";
        assertThat(model(protocol, header, text(RUST, same)).problems()).isEmpty();
    }

    @Test
    void whatRustRefusesIsUsedAllTheSame() {
        ProtocolModel model = model("""
                protocol p;
                import rust "abi.rs";
                on socket;
                struct held { Loose loose; };
                command A = 1 { payload struct held; }
                """, text(RUST, "pub struct Loose { a: u8, b: u64 }"));
        assertThat(model.problems()).anySatisfy(problem -> assertThat(problem.message()).startsWith(
                "Rust promises no layout of Loose: Loose has no #[repr(C)]"));
        assertThat(Inspections.of(model)).noneMatch(finding -> finding.id().equals("U07"));
    }

    @Test
    void rustItemsAreTypesAndConstants() {
        String rust = """
                pub const RUN: u32 = 0x6403;
                #[repr(u8)]
                pub enum Op { Read = 1, Write = 2 }
                #[repr(C)]
                pub struct Cmd { pub op: Op, pub flags: u8, pub tag: u16, pub len: u32, pub addr: u64 }
                pub struct Free { a: u8, b: u64 }
                """;
        ProtocolModel model = model("""
                protocol demo;
                import rust "abi.rs";
                on device "/dev/demo";
                struct pair { Cmd first; struct Cmd second; };
                refine struct Cmd { flags == 0; }
                command RUN = RUN { payload struct Cmd; check op == Op.Write; }
                """, text(RUST, rust));
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(model.structs().getFirst())).isEqualTo(32);
        Command run = model.protocol().orElseThrow().commands().getFirst();
        assertThat(run.numbers().getFirst().value()).isEqualTo(0x6403);
        assertThat(model.locate(new FieldPath("demo", "RUN", "tag"))).contains(place(RUST, rust, "tag:", 3));
        assertThat(model.importedStructs()).extracting(Type.Struct::name).containsExactly("Cmd");
        assertThat(model.dependencies()).containsExactly(RUST);

        ProtocolModel refused = model(
                "protocol p; on socket; import rust \"abi.rs\"; command C = 1 { payload struct Free; }",
                text(RUST, rust));
        assertThat(refused.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.message()).startsWith("Rust promises no layout of Free: ");
            assertThat(problem.related()).singleElement()
                    .satisfies(where -> assertThat(where.source()).isEqualTo(RUST));
        });
    }

    private static final String MACROS_H = """
            #define DEMO_MAGIC 0xd0
            #define DEMO_NR(group, n) ((group) << 4 | (n))
            #define DEMO_CMD(n) _IOWR(DEMO_MAGIC, DEMO_NR(1, n), struct demo_args)
            #define DEMO_ANY(type, n) _IOC(2U, (type), (n), sizeof(struct demo_args))
            #define DEMO_PASTE(name) DEMO_##name##_NR
            #define DEMO_STOP_NR 9
            #define DEMO_CODE(x) do { x; } while (0)
            #define DEMO_LATER(x) (x + DEMO_UNKNOWN)
            #define _IOC(dir, type, nr, size) (((dir) << 30) | ((type) << 8) | ((nr) << 0) | ((size) << 16))
            struct demo_args { unsigned long long a, b; };
            """;

    @Test
    void aMacroWithParametersMakesANumber() {
        ProtocolModel model = model("""
                protocol demo;
                import "demo.h";
                #define OWN(n) (DEMO_NR(2, n) + 0)
                on device "/dev/demo";
                command A = DEMO_CMD(3) | OWN(1);
                command B = DEMO_ANY('d', 7);
                command C = DEMO_PASTE(STOP);
                command D = OWN(
                    DEMO_NR(0, 2));
                enum kind { KIND = OWN(4) };
                """, text(HEADER, MACROS_H));
        assertThat(model.problems()).isEmpty();
        assertThat(model.protocol().orElseThrow().commands()).extracting(
                command -> command.numbers().stream().map(number -> Long.toHexString(number.value())).toList())
                .containsExactly(List.of("c010d013", "21"), List.of("80106407"), List.of("9"), List.of("22"));
        assertThat(model.protocol().orElseThrow().commands().getFirst().numbers().getFirst().text())
                .isEqualTo("DEMO_CMD(3)");
    }

    @Test
    void aMacroThatMakesNoNumberSaysWhy() {
        macro("DEMO_CODE(1)",
                "'DEMO_CODE' has no value here: DEMO_CODE stands for 'do { 1 ; } while ( 0 )', and that is no "
                        + "constant expression");
        macro("DEMO_LATER(1)",
                "'DEMO_LATER' has no value here: DEMO_LATER stands for '( 1 + DEMO_UNKNOWN )', and nothing"
                        + " above is called 'DEMO_UNKNOWN'");
        macro("DEMO_NR(1)", "'DEMO_NR' has no value here: the macro DEMO_NR takes 2 arguments, not 1");
        macro("DEMO_CDM(1)", "no macro with parameters is called 'DEMO_CDM'; did you mean DEMO_CMD");
        macro("_IOWX('d', 1, struct demo_args)",
                "no macro with parameters is called '_IOWX'; did you mean _IOW");
    }

    private static void macro(String number, String message) {
        assertThat(model("protocol demo; on socket;\nimport \"demo.h\";\ncommand A = " + number + ";\n",
                text(HEADER, MACROS_H)).problems()).extracting(Problem::message).containsExactly(message);
    }

    @Test
    void theKernelsOwnTypes() {
        ProtocolModel model = model("""
                protocol demo;
                import btf "vmlinux";
                on socket;
                struct holder { struct list_head list; };
                command C = PIDTYPE_TGID { payload struct list_head; }
                """);
        assertThat(model.problems()).isEmpty();
        assertThat(new LayoutEngine(Abi.X86_64).sizeOf(model.structs().getFirst())).isEqualTo(16);
        assertThat(model.protocol().orElseThrow().commands().getFirst().numbers().getFirst().value()).isEqualTo(1);
        assertThat(model.locate(new FieldPath("demo", "C", "next"))).isPresent();
        assertThat(model.dependencies()).containsExactly("file:///sys/kernel/btf/vmlinux");
    }

    @Test
    void whatIsMissingIsSaidAtTheImport() {
        only("import \"no.h\";", "\"no.h\"",
                "cannot find no.h; add its folder to the include paths. What it declares is not known here");
        only("import rust \"no.rs\";", "\"no.rs\"",
                "cannot find no.rs; it is looked for beside this file and in the include paths");
        only("import btf \"no_such_module\";", "\"no_such_module\"",
                "cannot find no_such_module; it is looked for beside this file and in the include paths");
        only("import x;", "x;", "expected the header in quotes, or rust or btf and a file in quotes, found 'x'");
        only("import \"other.uring\";", "\"other.uring\"",
                "a protocol file is not imported; put the types that both need into a header");
        assertThat(model("import \"no.h\";\nimport rust \"no.rs\";").dependencies())
                .containsExactlyInAnyOrder("file:///w/no.h", "file:///w/no.rs");
    }

    @Test
    void whatIsWrongInAHeaderIsSaidAtTheImport() {
        String broken = "struct good { int a; };\nstruct bad { int a[-1]; };\nstruct worse { int : ; };\n";
        Problem problem = model("import \"demo.h\";", text(HEADER, broken)).problems().getFirst();
        assertThat(problem.message()).isEqualTo("in demo.h, line 2: an array cannot have -1 elements (and 2 more)");
        assertThat(problem.span()).isEqualTo(new Span(7, 15));
        assertThat(problem.related()).containsExactly(place(HEADER, broken, "-1", 2));

        Problem circle = model("import \"demo.h\";", text(HEADER, "#include \"demo.h\"\n")).problems().getFirst();
        assertThat(circle.message()).isEqualTo(
                "in demo.h, line 1: demo.h is included in a circle; add an include guard to it");
    }

    @Test
    void oneLayoutMayBeDeclaredInTwoPlaces() {
        assertThat(model("import \"demo.h\";\nstruct same { int a; };",
                text(HEADER, "struct same { unsigned a; };")).problems()).isEmpty();
        only("import \"demo.h\";\nstruct same { int b; };", "same",
                "struct same is declared with another layout in demo.h", text(HEADER, "struct same { int a; };"));
        only("import rust \"abi.rs\";\nstruct Same { int b; };", "Same",
                "struct Same is declared with another layout in abi.rs",
                text(RUST, "#[repr(C)] pub struct Same { a: u8 }"));
    }

    private static Location declarationAt(ProtocolModel model, String at) {
        Declared declared = model.declaredAt(DEMO.indexOf(at)).orElseThrow();
        return model.declarationOf(declared).orElseThrow();
    }

    private static Location place(String uri, String text, String at, int length) {
        int start = text.indexOf(at);
        return new Location(uri, new Span(start, start + length));
    }

    private static void only(String text, String at, String message, SourceText... others) {
        List<Problem> problems = model(text, others).problems();
        assertThat(problems).extracting(Problem::message).as(text).containsExactly(message);
        assertThat(problems.getFirst().span().start()).as(text).isEqualTo(text.indexOf(at));
    }

    private static ProtocolModel model(String text, SourceText... others) {
        return ProtocolModel.of(text(FILE, text), Environment.bare(Sources.of(others)));
    }

    private static SourceText text(String uri, String text) {
        return SourceText.of(uri, text);
    }
}

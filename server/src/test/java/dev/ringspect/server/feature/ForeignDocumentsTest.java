package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;
import org.junit.jupiter.api.Test;

/** What C and Rust documents get beside their own language server: on protocol declarations, and nowhere else. */
class ForeignDocumentsTest {
    private static final String MARKED_IN_C = """
            struct other { char c; long l; };
            // ringspect: payload sqe64
            struct p {
                unsigned char op;$0
                unsigned int len;
            };
            """;
    private static final String MARKED_IN_RUST = """
            #[repr(C)]
            struct Other { c: u8, l: u64 }
            // ringspect: payload sqe64
            #[repr(C)]
            pub struct Cmd {
                op: u8,$0
                len: u32,
            }
            """;
    private static final String REACHED = """
            import "h.h";
            protocol x;
            on socket;
            command RUN = X_RUN { payload struct p; }
            //- h.h
            #define X_IS 0x21
            #define X_RUN (0xc0080000 | X_IS)
            struct p { unsigned char op; unsigned int len; };
            """;

    @Test
    void aMarkedStructHasHintsInC() {
        checkHints(MARKED_IN_C, "c", """
                struct other { char c; long l; };
                // ringspect: payload sqe64
                struct p {
                    unsigned char op;[@0, 1 byte][3 bytes unused]
                    unsigned int len;[@4, 4 bytes]
                };
                """);
    }

    @Test
    void aMarkedStructHasHintsInRust() {
        checkHints(MARKED_IN_RUST, "rust", """
                #[repr(C)]
                struct Other { c: u8, l: u64 }
                // ringspect: payload sqe64
                #[repr(C)]
                pub struct Cmd {
                    op: u8,[@0, 1 byte][3 bytes unused]
                    len: u32,[@4, 4 bytes]
                }
                """);
    }

    @Test
    void aMarkedStructHasALens() {
        assertThat(lenses(MARKED_IN_C, "c")).containsExactly("p: 8 bytes, aligned to 4, 3 bytes in a hole");
        assertThat(lenses(MARKED_IN_RUST, "rust")).containsExactly("Cmd: 8 bytes, aligned to 4, 3 bytes in a hole");
    }

    @Test
    void hoversSpeakOfMarkedStructsAndTheirMembersOnly() {
        assertThat(hover("// ringspect: payload sqe128\nstruct $0p { int a[30]; };", "c"))
                .hasValueSatisfying(text -> assertThat(text).contains("120 bytes, aligned to 4",
                        "payload of a 128-byte SQE, which has 80 bytes for it"));
        assertThat(hover("// ringspect: pdu\nstruct p { char c; struct { int in$0ner; } at; };", "c"))
                .hasValueSatisfying(text -> assertThat(text).contains("int inner;", "in `struct p`, path `at.inner`",
                        "| 4 | 4 bytes | 4 |"));
        assertThat(hover("// ringspect: payload sqe64\n#[repr(C)] struct Cmd { op: u8, l$0en: u32 }", "rust"))
                .hasValueSatisfying(text -> assertThat(text).contains("| offset | size | alignment | SQE bytes |",
                        "| 4 | 4 bytes | 4 | 52..55 |"));
        assertThat(hover("struct $0other { char c; };\n// ringspect: pdu\nstruct p { int x; };", "c")).isEmpty();
    }

    @Test
    void aStructThatADriverCallIsMadeForIsAProtocolDeclaration() {
        assertThat(hover("""
                struct io_uring_cmd;
                struct st$0ate { char c; };
                void f(struct io_uring_cmd *cmd) { struct state *s = io_uring_cmd_to_pdu(cmd, struct state); }
                """, "c")).hasValueSatisfying(text -> assertThat(text).contains("kept by the driver"));
        assertThat(hover("""
                #[repr(C)] struct C$0md { op: u8 }
                fn f(s: &Sqe) { let c = s.cmd_data::<Cmd>(); }
                """, "rust")).hasValueSatisfying(text -> assertThat(text).contains("payload: 16 bytes"));
    }

    @Test
    void theLanguageIsWhatTheClientSaysOrWhatTheNameSays() {
        for (String language : List.of("c", "cpp", "objective-c")) {
            assertThat(lenses("// ringspect: pdu\nstruct p { int x; };", language, "file:///w/h.h"))
                    .as(language).hasSize(1);
        }
        assertThat(lenses("// ringspect: pdu\nstruct p { int x; };", "cpp", "file:///w/driver.hpp")).hasSize(1);
        assertThat(lenses("// ringspect: pdu\n#[repr(C)] struct P { x: u8 }", "rust", "untitled:1")).hasSize(1);
        assertThat(lenses("// ringspect: pdu\nstruct p { int x; };", "java", "file:///w/P.java")).isEmpty();
    }

    @Test
    void aNameThatTheClientEscapesIsTheSameText() {
        String uri = "file:///w/a%2Db.h";
        Snapshot at = with("// ringspect: payload sqe64\nstruct p { char x; int y; };", "c", uri);
        assertThat(Diagnostics.of(at, uri, new Cancel())).extracting(Marker::id).contains(Optional.of("L04"));
        assertThat(lenses("// ringspect: pdu\nstruct p { int x; };", "c", uri)).hasSize(1);
    }

    @Test
    void theNumberOfACommandIsShownWhereCDeclaresIt() {
        MarkedText files = MarkedText.of(REACHED);
        SourceText header = files.text("file:///w/h.h");
        List<Hint> hints = InlayHints.in(files.snapshot(), header, new Span(0, header.length()), new Cancel());
        assertThat(hints).extracting(Hint::label).containsExactly("@0, 1 byte", "@4, 4 bytes", "3 bytes unused",
                "= 0xc0080021");
        Optional<HoverText> hover = Hovers.at(files.snapshot(), "file:///w/h.h", header.text().indexOf("X_RUN"),
                new Cancel());
        assertThat(hover.map(HoverText::markdown)).hasValueSatisfying(text -> assertThat(text)
                .contains("command RUN", "`0xc0080021`", "by `a.uring`"));
        assertThat(Hovers.at(files.snapshot(), "file:///w/h.h", header.text().indexOf("X_IS"), new Cancel()))
                .isEmpty();
    }

    @Test
    void formsOfAStructAreOfferedWhereCOrRustDeclaresIt() {
        assertThat(titles("// ringspect: payload sqe64\nstruct p { int $0x; };", "c")).containsExactly(
                "Write a protocol file about struct p", "Write struct p as a Rust struct",
                "Write struct p as a Java MemoryLayout");
        assertThat(titles("// ringspect: payload sqe64\n#[repr(C)] struct C$0md { x: u64 }", "rust")).containsExactly(
                "Write a protocol file about struct Cmd", "Write struct Cmd as a C header",
                "Write struct Cmd as a Java MemoryLayout");
    }

    @Test
    void aStructOfAProtocolFileIsOfferedInItsHeader() {
        MarkedText files = MarkedText.of(REACHED.replace("struct p {", "struct $0p {"));
        assertThat(CodeActions.at(files.snapshot(), files.uri(), new Span(files.offset(), files.offset()), new Cancel())
                .stream().map(offer -> offer.fix().title())).contains("Write struct p as a Rust struct");
    }

    @Test
    void anyStructCanBecomeTheFirstOfAProtocolFileButOnlyAtItsName() {
        assertThat(titles("struct p$0 { int x; };", "c")).containsExactly("Write a protocol file about struct p");
        assertThat(titles("struct p { int $0x; };", "c")).isEmpty();
        assertThat(titles("struct p { struct unknown x; } $0;", "c")).isEmpty();
        assertThat(titles("#[repr(C)]\npub struct C$0md { x: u32 }", "rust"))
                .containsExactly("Write a protocol file about struct Cmd");
    }

    @Test
    void theProtocolFileOfAStructIsOneThatReads() {
        for (Document document : List.of(
                document("struct sample_cmd$0 { unsigned int len, pad; unsigned long long addr; };", "c",
                        "file:///w/h.h"),
                document("#[repr(C)]\npub struct Sample$0Cmd { len: u32, pad: u32, addr: u64 }", "rust",
                        "file:///w/abi.rs"))) {
            Snapshot at = Snapshot.EMPTY.withTexts(Texts.NONE.with(document));
            int cursor = document.text().text().indexOf(document.languageId().equals("c") ? "sample" : "Sample");
            List<CodeActions.Offer> offers = CodeActions.at(at, document.uri(), new Span(cursor, cursor),
                    new Cancel());
            assertThat(offers.getFirst().fix().changes()).singleElement()
                    .isInstanceOfSatisfying(Fix.Change.NewFile.class, file -> {
                        assertThat(file.source()).isEqualTo("file:///w/sample_cmd.uring");
                        Texts texts = at.texts()
                                .with(new Document("uring", 1, SourceText.of(file.source(), file.text())));
                        ProtocolModel model = texts.protocolFile(file.source()).orElseThrow().model();
                        assertThat(model.problems()).filteredOn(one -> one.severity() == Severity.ERROR).isEmpty();
                        assertThat(model.importedStructs()).extracting(Type.Struct::name)
                                .containsExactly(document.languageId().equals("c") ? "sample_cmd" : "SampleCmd");
                        assertThat(model.protocol().orElseThrow().commands()).singleElement()
                                .satisfies(command -> assertThat(command.payload()).isPresent());
                    });
        }
    }

    private static void checkHints(String marked, String language, String expected) {
        Snapshot at = with(marked, language, uri(language));
        SourceText text = at.texts().text(uri(language)).orElseThrow();
        List<Hint> hints = InlayHints.in(at, text, new Span(0, text.length()), new Cancel());
        assertThat(text.edited(hints.stream().map(hint -> TextEdit.insert(hint.offset(), "[" + hint.label() + "]"))
                .toList()).text()).isEqualTo(expected);
    }

    private static List<String> lenses(String marked, String language) {
        return lenses(marked, language, uri(language));
    }

    private static List<String> lenses(String marked, String language, String uri) {
        Snapshot at = with(marked, language, uri);
        SourceText text = at.texts().text(uri).orElseThrow();
        return CodeLenses.in(at, text, new Cancel()).stream()
                .map(lens -> text.slice(lens.span()) + ": " + lens.title()).toList();
    }

    private static Optional<String> hover(String marked, String language) {
        return Hovers.at(with(marked, language, uri(language)), uri(language), marked.indexOf("$0"), new Cancel())
                .map(HoverText::markdown);
    }

    private static List<String> titles(String marked, String language) {
        int at = marked.indexOf("$0");
        return CodeActions.at(with(marked, language, uri(language)), uri(language), new Span(at, at), new Cancel())
                .stream().map(offer -> offer.fix()).filter(fix -> fix.kind() == Fix.Kind.REFACTOR).map(Fix::title)
                .toList();
    }

    private static String uri(String language) {
        return language.equals("rust") ? "file:///w/driver.rs" : "file:///w/driver.h";
    }

    private static Snapshot with(String marked, String language, String uri) {
        return Snapshot.EMPTY.withTexts(Texts.NONE.with(document(marked, language, uri)));
    }

    private static Document document(String marked, String language, String uri) {
        return new Document(language, 1, SourceText.of(uri, marked.replace("$0", "")));
    }
}

package dev.ringspect.server.feature.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.feature.HoverText;
import dev.ringspect.server.feature.Hovers;
import dev.ringspect.server.feature.MarkedText;
import dev.ringspect.server.feature.completion.Completions;
import dev.ringspect.server.feature.completion.Suggestion;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import org.junit.jupiter.api.Test;

/** Names that come from C headers and Rust sources. */
class ImportedNamesTest {
    private static final String DEMO = """
            protocol demo;
            import "demo.h";
            import rust "demo.rs";
            on device "/dev/demo";
            refine struct demo_io { op : enum demo_op; len == DEMO_MAX; }
            command IO = DEMO_CMD { payload struct demo_io; check op == DEMO_READ && len < DEMO_MAX; }
            command RUST = 7 { payload struct Rusty; check first == 0; }
            //- b.uring
            protocol other;
            import "demo.h";
            on device "/dev/other";
            command IO = 1 { payload struct demo_io; }
            //- demo.h
            #define DEMO_MAX 4096
            #define DEMO_CMD _IOW('d', 1, struct demo_io)
            enum demo_op { DEMO_READ, DEMO_WRITE };
            typedef unsigned int demo_len;
            struct demo_io { unsigned char op; demo_len len; };
            //- demo.rs
            #[repr(C)]
            pub struct Rusty { pub first: u64 }
            """;

    @Test
    void aNameLeadsIntoTheHeader() {
        definition("payload struct demo$0_io; check",
                "demo.h:5: struct [demo_io] { unsigned char op; demo_len len; };");
        definition("&& le$0n <", "demo.h:5: struct demo_io { unsigned char op; demo_len [len]; };");
        definition("< DEMO$0_MAX", "demo.h:1: #define [DEMO_MAX] 4096");
        definition("== DEMO$0_READ", "demo.h:3: enum demo_op { [DEMO_READ], DEMO_WRITE };");
        definition("enum demo$0_op; len", "demo.h:3: enum [demo_op] { DEMO_READ, DEMO_WRITE };");
    }

    @Test
    void aNameLeadsIntoRust() {
        definition("struct Ru$0sty;", "demo.rs:2: pub struct [Rusty] { pub first: u64 }");
        definition("check fir$0st", "demo.rs:2: pub struct Rusty { pub [first]: u64 }");
    }

    @Test
    void referencesInAllFilesAreThoseOfTheSameDeclaration() {
        MarkedText text = marked("payload struct demo$0_io; check");
        assertThat(text.show(References.of(text.snapshot(), text.uri(), text.offset(), true, new Cancel())))
                .isEqualTo("""
                        a.uring:5: refine struct [demo_io] { op : enum demo_op; len == DEMO_MAX; }
                        a.uring:6: command IO = DEMO_CMD { payload struct [demo_io]; check op == DEMO_READ && len < DEMO_MAX; }
                        b.uring:4: command IO = 1 { payload struct [demo_io]; }
                        demo.h:5: struct [demo_io] { unsigned char op; demo_len len; };""");
    }

    @Test
    void aHeadersNameLeadsToTheRulesAboutItAndToItsUses() {
        definition("struct demo$0_io { unsigned",
                "a.uring:5: refine struct [demo_io] { op : enum demo_op; len == DEMO_MAX; }");
        definition("demo_len le$0n;", "a.uring:5: refine struct demo_io { op : enum demo_op; [len] == DEMO_MAX; }");
        definition("#define DEMO$0_CMD",
                "a.uring:6: command IO = [DEMO_CMD] { payload struct demo_io; check op == DEMO_READ "
                        + "&& len < DEMO_MAX; }");
        definition("pub fir$0st", "a.uring:7: command RUST = 7 { payload struct Rusty; check [first] == 0; }");
        definition("typedef unsigned int demo$0_len", "");
    }

    @Test
    void aHoverInAHeaderIsAboutWhatCommandsHold() {
        assertThat(hover("struct demo$0_io { unsigned")).contains("payload of `IO`").endsWith("by `a.uring`");
        assertThat(hover("demo_len le$0n;")).contains("| 4 | 4 bytes | 4 | 52..55 |").contains("must be `4096`");
        assertThat(hover("pub fir$0st")).contains("| 0 | 8 bytes | 8 | 48..55 |");
        assertThat(hover("typedef unsigned int demo$0_len")).isEmpty();
        assertThat(hover("#[re$0pr(C)]")).isEmpty();
    }

    @Test
    void whatAHeaderDeclaresIsRenamedThere() {
        MarkedText text = marked("&& le$0n <");
        assertThat(Renames.rename(text.snapshot(), text.uri(), text.offset(), "size", new Cancel()))
                .isEqualTo(new Rename.Refused(
                        "'len' is declared in demo.h, which is no protocol file; rename it there"));
    }

    @Test
    void hoversShowWhatTheHeaderDeclares() {
        assertThat(hover("payload struct demo$0_io; check")).contains("8 bytes, aligned to 4")
                .contains("payload of `IO`");
        assertThat(hover("&& le$0n <")).contains("demo_len len;").contains("| 4 | 4 bytes | 4 | 52..55 |");
        assertThat(hover("< DEMO$0_MAX")).contains("`4096`, `0x1000`");
        assertThat(hover("struct Ru$0sty;")).contains("8 bytes, aligned to 8");
    }

    @Test
    void importedTypesAndConstantsAreSuggested() {
        assertThat(suggested(DEMO.replace("payload struct demo_io; check", "payload struct $0; check")))
                .contains("demo_io", "Rusty");
        assertThat(suggested(DEMO.replace("&& len <", "&& $0 <"))).contains("len", "op", "DEMO_MAX", "DEMO_READ");
    }

    @Test
    void anEditOfTheHeaderCounts() {
        MarkedText text = marked("&& le$0n <");
        Snapshot before = text.snapshot();
        assertThat(Hovers.at(before, text.uri(), text.offset(), new Cancel())).isPresent();
        Document header = before.texts().document("file:///w/demo.h").orElseThrow();
        Snapshot after = before.withTexts(before.texts().with(header.edited(2, SourceText
                .of(header.uri(), header.text().text().replace("unsigned char op;", "long long op;")))));
        assertThat(Hovers.at(after, text.uri(), text.offset(), new Cancel()).map(HoverText::markdown).orElse(""))
                .contains("| 8 | 4 bytes | 4 |");
    }

    private static void definition(String withCursor, String expected) {
        MarkedText text = marked(withCursor);
        List<Location> found = Definitions.of(text.snapshot(), text.uri(), text.offset(), new Cancel());
        assertThat(text.show(found)).isEqualTo(expected);
    }

    private static String hover(String withCursor) {
        MarkedText text = marked(withCursor);
        return Hovers.at(text.snapshot(), text.uri(), text.offset(), new Cancel()).map(HoverText::markdown).orElse("");
    }

    private static List<String> suggested(String marked) {
        MarkedText text = MarkedText.of(marked);
        return Completions.of(text.snapshot(), text.uri(), text.offset(), new Cancel()).all().stream()
                .map(Suggestion::label).toList();
    }

    private static MarkedText marked(String withCursor) {
        assertThat(DEMO).contains(withCursor.replace("$0", ""));
        return MarkedText.of(DEMO.replace(withCursor.replace("$0", ""), withCursor));
    }
}

package dev.ringspect.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C and Rust documents that take long to read: what nobody wants any more ends. */
class DriverSourceAnalysisTest {
    private static final InspectionSettings ALL = InspectionSettings.DEFAULT;

    record Sample(String uri, String language, String text) {
        Document document(int version) {
            return new Document(language, version, SourceText.of(uri, text + "\n".repeat(version)));
        }

        @Override
        public String toString() {
            return language;
        }
    }

    static Stream<Sample> documents() {
        return Stream.of(new Sample("file:///w/a.c", "c", """
                // ringspect: payload sqe64
                struct marked { unsigned char x; unsigned int y; };
                """ + "int f(int a) { return a ? a + 1 : -a; }\n".repeat(2_000)),
                new Sample("file:///w/a.rs", "rust", """
                        // ringspect: payload sqe64
                        #[repr(C)]
                        pub struct Marked { x: u8, y: u32 }
                        """ + "fn f(a: u32) -> u32 { if a > 0 { a + 1 } else { a } }\n".repeat(2_000)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aCancelledQuestionEndsAndAnotherIsAnswered(Sample document) {
        Texts texts = Texts.NONE.with(document.document(1));
        DriverSourceAnalysis analysis = texts.foreign(document.uri).orElseThrow();
        Cancel cancelled = new Cancel();
        cancelled.cancel(Cancel.Reason.REQUESTED);
        assertThatThrownBy(() -> analysis.findings(ALL, cancelled)).isInstanceOf(Cancelled.class);
        assertThatThrownBy(() -> analysis.types(cancelled)).isInstanceOf(Cancelled.class);
        assertThatThrownBy(() -> analysis.structs(cancelled)).isInstanceOf(Cancelled.class);
        assertThat(analysis.findings(ALL, new Cancel())).extracting(Finding::id).contains("L04");
        assertThat(analysis.types(new Cancel())).hasSize(1);
        assertThat(analysis.structs(new Cancel())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsMadeOfADocumentEndsWithItsEdit(Sample document) throws Exception {
        try (Workspace workspace = new Workspace(Runnable::run)) {
            workspace.edit(at -> at.withTexts(at.texts().with(document.document(1))));
            Texts before = workspace.settled().get(60, TimeUnit.SECONDS).texts();
            DriverSourceAnalysis edited = before.foreign(document.uri).orElseThrow();
            workspace.edit(at -> at.withTexts(at.texts().with(document.document(2))));
            DriverSourceAnalysis closed = workspace.settled().get(60, TimeUnit.SECONDS).texts().foreign(document.uri)
                    .orElseThrow();
            assertThatThrownBy(() -> edited.findings(ALL, new Cancel())).isInstanceOf(Cancelled.class);
            workspace.edit(at -> at.withTexts(at.texts().without(document.uri)));
            workspace.settled().get(60, TimeUnit.SECONDS);
            assertThatThrownBy(() -> closed.findings(ALL, new Cancel())).isInstanceOf(Cancelled.class);
        }
    }

    private static Texts with(Texts texts, int version, String protocol) {
        return texts.with(new Document("uring", version, SourceText.of("file:///w/p.uring", protocol)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theEditOfAProtocolFileReadsNoDocumentAgain(Sample document) {
        Texts before = with(Texts.NONE.with(document.document(1)), 1, "protocol p;");
        DriverSourceAnalysis read = before.foreign(document.uri).orElseThrow();
        Type.Struct struct = read.types(new Cancel()).getFirst().type();
        List<Finding> findings = read.findings(ALL, new Cancel());
        Texts after = with(before, 2, "protocol p; struct other { __u8 x; };");
        DriverSourceAnalysis now = after.foreign(document.uri).orElseThrow();
        assertThat(now.types(new Cancel()).getFirst().type()).isSameAs(struct);
        assertThat(now.findings(ALL, new Cancel())).as("nobody speaks of it in another way").isSameAs(findings);
        Texts edited = after.with(document.document(2));
        assertThat(edited.foreign(document.uri).orElseThrow().types(new Cancel()).getFirst().type())
                .isNotSameAs(struct);
    }

    @Test
    void aDocumentIsCheckedAgainWhenAProtocolFileReachesIt() {
        String header = "file:///w/a.h";
        String protocol = """
                protocol p;
                on device "/dev/p";
                import "a.h";
                command A = 1 { pdu struct plain; }
                """;
        Texts texts = with(Texts.NONE.with(new Document("c", 1, SourceText.of(header,
                "struct plain { unsigned char x; unsigned int y; unsigned long rest[5]; };"))), 1, protocol);
        assertThat(texts.foreign(header).orElseThrow().findings(ALL, new Cancel())).extracting(Finding::id)
                .contains("L03");
        Texts gone = with(texts, 2, protocol.replace("pdu struct plain;", ""));
        assertThat(gone.foreign(header).orElseThrow().findings(ALL, new Cancel())).isEmpty();
        Texts again = with(gone, 3, protocol.replace("pdu", "payload"));
        assertThat(again.foreign(header).orElseThrow().findings(ALL, new Cancel())).extracting(Finding::id)
                .contains("L04").doesNotContain("L03");
    }

    @Test
    void theEditOfAnotherTextEndsNothing() throws Exception {
        Sample document = documents().findFirst().orElseThrow();
        try (Workspace workspace = new Workspace(Runnable::run)) {
            workspace.edit(at -> at.withTexts(at.texts().with(document.document(1))));
            DriverSourceAnalysis kept = workspace.settled().get(60, TimeUnit.SECONDS).texts().foreign(document.uri)
                    .orElseThrow();
            workspace.edit(at -> at.withTexts(at.texts().with(
                    new Document("c", 1, SourceText.of("file:///w/other.c", "int x;")))));
            workspace.settled().get(60, TimeUnit.SECONDS);
            assertThat(kept.findings(ALL, new Cancel())).extracting(Finding::id).contains("L04");
        }
    }
}

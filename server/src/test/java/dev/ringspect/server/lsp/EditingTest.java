package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.junit.jupiter.api.Test;

/** An editor at work on protocol files. */
class EditingTest {
    private static final String URI = "file:///w/demo.uring";
    private static final String DEMO = """
            protocol demo;
            on device "/dev/null";
            struct io {
                __u8  op;
                _u32  len;
                __u64 addr;
            };
            command IO = 1 {
                payload struct io;
            }
            """;

    @Test
    void findingsArePushedWhereAClientDoesNotPull() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            Diagnostic mistake = session.client.awaitDiagnostics(URI, all -> !all.isEmpty()).getFirst();
            assertThat(mistake.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
            assertThat(mistake.getSource()).isEqualTo("ringspect");
            assertThat(mistake.getRange()).isEqualTo(new Range(new Position(4, 4), new Position(4, 8)));
        }
    }

    @Test
    void anEditThatRepairsTakesTheFindingAway() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            session.client.awaitDiagnostics(URI, all -> !all.isEmpty());
            session.replace(URI, 2, new Range(new Position(4, 4), new Position(4, 8)), "__u32");
            session.client.awaitDiagnostics(URI, List::isEmpty);
        }
    }

    @Test
    void aClosedDocumentKeepsNoFindings() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            session.client.awaitDiagnostics(URI, all -> !all.isEmpty());
            session.closeDocument(URI);
            session.client.awaitDiagnostics(URI, List::isEmpty);
        }
    }

    @Test
    void aClientThatPullsIsAnswered() {
        try (EditorSession session = new EditorSession()) {
            TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
            documents.setDiagnostic(new DiagnosticCapabilities());
            ClientCapabilities capabilities = new ClientCapabilities();
            capabilities.setTextDocument(documents);
            InitializeParams params = new InitializeParams();
            params.setCapabilities(capabilities);
            assertThat(session.initialize(params).getCapabilities().getDiagnosticProvider()).isNotNull();
            session.open(URI, DEMO);
            var report = EditorSession.await(session.server.getTextDocumentService()
                    .diagnostic(new DocumentDiagnosticParams(new TextDocumentIdentifier(URI))));
            assertThat(report.getLeft().getItems()).extracting(Diagnostic::getSeverity)
                    .containsExactly(DiagnosticSeverity.Error);
        }
    }

    @Test
    void aHoverFollowsTheTextThatWasJustTyped() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            session.replace(URI, 2, new Range(new Position(3, 4), new Position(3, 8)), "__u16");
            Hover hover = session.hover(URI, 3, 11).orElseThrow();
            assertThat(hover.getContents().getRight().getValue()).contains("__u16 op;").contains("| 0 | 2 bytes | 2 |");
            assertThat(hover.getRange()).isEqualTo(new Range(new Position(3, 11), new Position(3, 13)));
        }
    }
}

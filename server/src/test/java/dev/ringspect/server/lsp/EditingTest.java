package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.Test;

/** An editor at work on protocol files. */
class EditingTest {
    private static final String URI = "file:///w/demo.uring";
    private static final String DEMO = """
            protocol demo;
            on device "/dev/null";
            struct io {
                __u32 flag;
                __u32 len;
                __u64 addr;
            };
            command IO = 0xd1 {
                payload struct io;
            }
            """;

    private static final String HOLE = DEMO.replace("__u32 flag", "__u8  flag");

    @Test
    void findingsArePushedWhereAClientDoesNotPull() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, HOLE);
            Diagnostic hole = session.client.awaitDiagnostics(URI, all -> codes(all).contains("L04")).getFirst();
            assertThat(hole.getSeverity()).isEqualTo(DiagnosticSeverity.Warning);
            assertThat(hole.getSource()).isEqualTo("ringspect");
            assertThat(hole.getRange()).isEqualTo(new Range(new Position(4, 10), new Position(4, 13)));
        }
    }

    @Test
    void anEditThatRepairsTakesTheErrorAway() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO.replace("__u32 len", "_u32  len"));
            Diagnostic mistake = session.client.awaitDiagnostics(URI, all -> !all.isEmpty()).getFirst();
            assertThat(mistake.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
            assertThat(mistake.getRange()).isEqualTo(new Range(new Position(4, 4), new Position(4, 8)));
            session.replace(URI, 2, mistake.getRange(), "__u32");
            session.client.awaitDiagnostics(URI, List::isEmpty);
        }
    }

    @Test
    void aClosedDocumentKeepsNoFindings() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, HOLE);
            session.client.awaitDiagnostics(URI, all -> !all.isEmpty());
            session.closeDocument(URI);
            session.client.awaitDiagnostics(URI, List::isEmpty);
        }
    }

    @Test
    void aClientThatPullsIsAnswered() {
        try (EditorSession session = EditorSession.pulling()) {
            session.open(URI, HOLE);
            var report = EditorSession.await(session.server.getTextDocumentService()
                    .diagnostic(new DocumentDiagnosticParams(new TextDocumentIdentifier(URI))));
            assertThat(codes(report.getLeft().getItems())).contains("L04");
        }
    }

    @Test
    void aHoverFollowsTheTextThatWasJustTyped() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            session.replace(URI, 2, new Range(new Position(3, 4), new Position(3, 9)), "__u64");
            Hover hover = session.hover(URI, 3, 11).orElseThrow();
            assertThat(hover.getContents().getRight().getValue()).contains("__u64 flag;")
                    .contains("| 0 | 8 bytes | 8 |");
            assertThat(hover.getRange()).isEqualTo(new Range(new Position(3, 10), new Position(3, 14)));
        }
    }

    @Test
    void aQuickFixRepairsWhatItIsOfferedFor() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, HOLE);
            Diagnostic hole = session.client.awaitDiagnostics(URI, all -> codes(all).contains("L04")).stream()
                    .filter(diagnostic -> codes(List.of(diagnostic)).contains("L04")).findFirst().orElseThrow();
            List<CodeAction> actions = EditorSession.await(session.server.getTextDocumentService()
                    .codeAction(new CodeActionParams(new TextDocumentIdentifier(URI), hole.getRange(),
                            new CodeActionContext(List.of(hole), List.of("quickfix")))))
                    .stream().map(Either::getRight).toList();
            CodeAction pad = actions.getFirst();
            assertThat(pad.getTitle()).isEqualTo("Declare the 3 bytes of padding");
            assertThat(pad.getIsPreferred()).isTrue();
            assertThat(codes(pad.getDiagnostics())).containsExactly("L04");
            TextEdit edit = pad.getEdit().getChanges().getOrDefault(URI, List.of()).getFirst();
            assertThat(edit).isEqualTo(
                    new TextEdit(new Range(new Position(4, 4), new Position(4, 4)), "__u8 pad[3];\n    "));
            assertThat(actions).extracting(CodeAction::getTitle).contains("Suppress L04 here");
            session.replace(URI, 2, edit.getRange(), edit.getNewText());
            session.client.awaitDiagnostics(URI, all -> !codes(all).contains("L04"));
        }
    }

    private static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(diagnostic -> diagnostic.getCode() == null
                ? ""
                : diagnostic.getCode().getLeft()).toList();
    }
}

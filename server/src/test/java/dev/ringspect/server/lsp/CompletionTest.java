package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.junit.jupiter.api.Test;

/** Completion and signature help over the wire. */
class CompletionTest {
    private static final String URI = "file:///w/demo.uring";

    @Test
    void aClientWithSnippetsGetsPlacesToFill() {
        CompletionItem item = completed(true, "protocol demo;\ncomm", new Position(1, 4), "command");
        assertThat(item.getInsertTextFormat()).isEqualTo(InsertTextFormat.Snippet);
        assertThat(item.getTextEdit().getLeft().getNewText()).startsWith("command ${1:NAME} = ");
        assertThat(item.getTextEdit().getLeft().getRange())
                .isEqualTo(new Range(new Position(1, 0), new Position(1, 4)));
        assertThat(item.getDocumentation().getRight().getValue()).contains("`cmd_op` number");
    }

    @Test
    void aClientWithoutThemGetsTheWord() {
        CompletionItem item = completed(false, "protocol demo;\ncomm", new Position(1, 4), "command");
        assertThat(item.getInsertTextFormat()).isNull();
        assertThat(item.getTextEdit().getLeft())
                .isEqualTo(new TextEdit(new Range(new Position(1, 0), new Position(1, 4)), "command"));
    }

    @Test
    void aSignatureShowsWhereItsWriterIs() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, "protocol demo;\ncommand IO = _IOWR('d', ");
            SignatureHelp help = EditorSession.await(session.server.getTextDocumentService().signatureHelp(
                    new SignatureHelpParams(new TextDocumentIdentifier(URI), new Position(1, 24))));
            assertThat(help.getSignatures().getFirst().getLabel()).isEqualTo("_IOWR(letter, number, argument)");
            assertThat(help.getActiveParameter()).isEqualTo(1);
        }
    }

    private static CompletionItem completed(boolean snippets, String text, Position position, String label) {
        try (EditorSession session = new EditorSession()) {
            TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
            documents.setCompletion(new CompletionCapabilities(new CompletionItemCapabilities(snippets)));
            ClientCapabilities capabilities = new ClientCapabilities();
            capabilities.setTextDocument(documents);
            InitializeParams params = new InitializeParams();
            params.setCapabilities(capabilities);
            session.initialize(params);
            session.open(URI, text);
            CompletionList list = EditorSession.await(session.server.getTextDocumentService()
                    .completion(new CompletionParams(new TextDocumentIdentifier(URI), position))).getRight();
            return list.getItems().stream().filter(item -> item.getLabel().equals(label)).findFirst().orElseThrow();
        }
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formatting, folding, selection, hints and lenses as a client asks for them. */
class PresentationTest {
    private static final String URI = "file:///w/demo.uring";
    private static final TextDocumentIdentifier TEXT = new TextDocumentIdentifier(URI);
    private static final Range ALL = new Range(new Position(0, 0), new Position(100, 0));
    private static final String DEMO = """
            protocol demo;
            on socket;
            struct io {
                __u8 op;
            };
            command IO = 1 { payload struct io; }
            """;

    @Test
    void aDocumentIsFormattedByEdits() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, "protocol   demo;\non  socket;\n");
            List<? extends TextEdit> edits = EditorSession.await(session.server.getTextDocumentService()
                    .formatting(new DocumentFormattingParams(TEXT, new FormattingOptions(2, true))));
            assertThat(edits.stream().map(TextEdit.class::cast)).containsExactly(
                    new TextEdit(new Range(new Position(0, 8), new Position(0, 11)), " "),
                    new TextEdit(new Range(new Position(1, 2), new Position(1, 4)), " "));
            assertThat(EditorSession.await(session.server.getTextDocumentService().onTypeFormatting(
                    new DocumentOnTypeFormattingParams(TEXT, new FormattingOptions(), new Position(1, 11), ";"))))
                    .hasSize(1);
        }
    }

    @Test
    void foldsAndSelectionsAreAnswered() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            assertThat(EditorSession.await(session.server.getTextDocumentService()
                    .foldingRange(new FoldingRangeRequestParams(TEXT))))
                    .singleElement().satisfies(fold -> assertThat(fold.getEndLine()).isEqualTo(3));
            assertThat(EditorSession.await(session.server.getTextDocumentService()
                    .selectionRange(new SelectionRangeParams(TEXT, List.of(new Position(3, 10))))))
                    .singleElement().satisfies(range -> {
                        assertThat(range.getRange()).isEqualTo(new Range(new Position(3, 9), new Position(3, 11)));
                        assertThat(range.getParent().getRange().getStart()).isEqualTo(new Position(3, 4));
                    });
        }
    }

    @Test
    void hintsAndLensesFollowTheSettings() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            assertThat(hints(session)).containsExactly("@0, 1 byte");
            assertThat(lenses(session)).containsExactly("1 byte, aligned to 1", "start trace", "start trace");
            session.server.getWorkspaceService().didChangeConfiguration(new DidChangeConfigurationParams(settings("""
                    {"ringspect":{"inlayHints":{"layout":false},"codeLens":{"traffic":false,"layout":"yes"}}}""")));
            assertThat(hints(session)).isEmpty();
            assertThat(lenses(session)).containsExactly("1 byte, aligned to 1");
        }
    }

    @Test
    void aHeaderThatIsImportedIsLinkedAndAdorned(@TempDir Path folder) throws IOException {
        Path header = Files.writeString(folder.resolve("a b.h"), "struct unused { int x; };\nstruct a { int y; };\n");
        try (EditorSession session = EditorSession.started()) {
            String uri = folder.resolve("p.uring").toUri().toString();
            session.open(uri, """
                    import "a b.h";
                    import "missing.h";
                    protocol p;
                    on socket;
                    command C = 1 { payload struct a; }
                    """);
            assertThat(EditorSession.await(session.server.getTextDocumentService()
                    .documentLink(new DocumentLinkParams(new TextDocumentIdentifier(uri)))))
                    .containsExactly(new DocumentLink(new Range(new Position(0, 7), new Position(0, 14)),
                            header.toUri().toString()));
            String opened = header.toUri().toString().replace("file:///", "file:/");
            session.server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                    new TextDocumentItem(opened, "c", 1, Files.readString(header))));
            assertThat(EditorSession.await(session.server.getTextDocumentService().inlayHint(
                    new InlayHintParams(new TextDocumentIdentifier(opened), ALL))))
                    .singleElement().satisfies(hint -> {
                        assertThat(hint.getPosition()).isEqualTo(new Position(1, 17));
                        assertThat(hint.getLabel().getLeft()).isEqualTo("@0, 4 bytes");
                    });
            List<? extends CodeLens> lenses = EditorSession.await(session.server.getTextDocumentService().codeLens(
                    new CodeLensParams(new TextDocumentIdentifier(opened))));
            assertThat(lenses).hasSize(1);
            assertThat(lenses.getFirst().getRange().getStart().getLine()).isEqualTo(1);
        }
    }

    @Test
    void theLastRequestIsShown() {
        try (EditorSession session = EditorSession.started()) {
            Object shown = EditorSession.await(session.server.getWorkspaceService().executeCommand(
                    new ExecuteCommandParams("ringspect.traffic.last",
                            List.of(Map.of("protocol", "demo", "command", "IO")))));
            assertThat(String.valueOf(shown)).contains("No request was demo/IO yet");
            assertThat(session.client.awaitMessage()).isEqualTo("No request was demo/IO yet");
        }
    }

    private static JsonObject settings(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static List<String> hints(EditorSession session) {
        return EditorSession.await(session.server.getTextDocumentService().inlayHint(new InlayHintParams(TEXT, ALL)))
                .stream().map(InlayHint::getLabel).map(label -> label.getLeft()).toList();
    }

    private static List<String> lenses(EditorSession session) {
        return EditorSession.await(session.server.getTextDocumentService().codeLens(new CodeLensParams(TEXT)))
                .stream().map(CodeLens::getCommand).map(command -> command.getTitle()).toList();
    }
}

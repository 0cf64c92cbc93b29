package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticWorkspaceCapabilities;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder's {@code ringspect.json} in the editor: it comes before the client's settings, and is looked at again when it changes. */
class FolderSettingsTest {
    private static final String HOLE = "struct a { __u8 x; __u32 y; };";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theFileOfTheFolderComesBeforeTheClient() throws IOException {
        says("{\"inspections\": {\"L04\": \"error\"}}");
        try (EditorSession session = started("{\"inspections\":{\"L04\":\"off\",\"L06\":\"off\",\"L07\":\"off\"}}")) {
            session.open(uri("a.uring"), HOLE);
            Diagnostic hole = awaitHole(session, uri("a.uring"), DiagnosticSeverity.Error);
            assertThat(hole.getRange().getStart()).isEqualTo(new Position(0, 25));
            // of what the file does not say the client decides, and everywhere else too
            session.open(uri("b.uring"), "struct b { __u32 x; __u64 y; };");
            session.client.awaitDiagnostics(uri("b.uring"), found -> ids(found).equals(List.of("L04")));
            session.open("file:///elsewhere/a.uring", HOLE);
            session.client.awaitDiagnostics("file:///elsewhere/a.uring", List::isEmpty);
            session.client.set(json("{\"inspections\":{\"L04\":\"warning\"}}"));
            session.server.getWorkspaceService()
                    .didChangeConfiguration(new DidChangeConfigurationParams(new JsonObject()));
            awaitHole(session, "file:///elsewhere/a.uring", DiagnosticSeverity.Warning);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Error);
        }
    }

    @Test
    void changesOfTheFileAreWatched() throws IOException {
        try (EditorSession session = started("{}")) {
            session.open(uri("a.uring"), HOLE);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Warning);
            says("{\"inspections\": {\"L04\": \"info\"}}");
            changed(session, FileChangeType.Created);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Information);
            says("{\"inspections\": {\"L04\": \"off\"}}");
            changed(session, FileChangeType.Changed);
            session.client.awaitDiagnostics(uri("a.uring"), List::isEmpty);
            Files.delete(folder.resolve("ringspect.json"));
            changed(session, FileChangeType.Deleted);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Warning);
        }
    }

    @Test
    void eachFolderOfTheWorkspaceHasItsOwn() throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        says("{\"inspections\": {\"L04\": \"info\"}}");
        Files.writeString(two.resolve("ringspect.json"), "{\"inspections\": {\"L04\": \"error\"}}");
        try (EditorSession session = new EditorSession()) {
            InitializeParams params = params(false);
            params.setWorkspaceFolders(List.of(named(one)));
            session.initialize(params);
            session.open(uri("one/a.uring"), HOLE);
            session.open(uri("two/a.uring"), HOLE);
            awaitHole(session, uri("one/a.uring"), DiagnosticSeverity.Information);
            awaitHole(session, uri("two/a.uring"), DiagnosticSeverity.Warning);
            session.server.getWorkspaceService().didChangeWorkspaceFolders(new DidChangeWorkspaceFoldersParams(
                    new WorkspaceFoldersChangeEvent(List.of(named(two)), List.of())));
            awaitHole(session, uri("two/a.uring"), DiagnosticSeverity.Error);
            awaitHole(session, uri("one/a.uring"), DiagnosticSeverity.Information);
        }
    }

    @Test
    void whatIsWrongInTheFileIsADiagnosticOnItsLine() throws IOException {
        says("{\n  \"inspections\": {\n    \"L04\": \"fatal\"\n  }\n}\n");
        for (boolean pulls : List.of(false, true)) {
            try (EditorSession session = new EditorSession()) {
                InitializeParams params = params(pulls);
                params.setWorkspaceFolders(List.of(named(folder)));
                session.initialize(params);
                Diagnostic wrong = session.client.awaitDiagnostics(uri("ringspect.json"), found -> found.size() == 1)
                        .getFirst();
                assertThat(wrong.getMessage().getLeft()).isEqualTo("a level is error, warning, info or off");
                assertThat(wrong.getRange()).isEqualTo(new Range(new Position(2, 4), new Position(2, 9)));
                assertThat(wrong.getSeverity()).isEqualTo(DiagnosticSeverity.Error);
            }
        }
    }

    @Test
    void theFileCountsAsItIsTyped() throws IOException {
        says("{}");
        try (EditorSession session = started("{}")) {
            session.open(uri("a.uring"), HOLE);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Warning);
            session.open(uri("ringspect.json"), "{\n \"inspections\": {\"L04\": \"error\"}\n}");
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Error);
            session.replaceAll(uri("ringspect.json"), 2, "{\n \"inspections\": {\"L04\" \"error\"}\n}");
            Diagnostic wrong = session.client.awaitDiagnostics(uri("ringspect.json"), found -> found.size() == 1)
                    .getFirst();
            assertThat(wrong.getMessage().getLeft()).startsWith("this is no JSON");
            assertThat(wrong.getRange().getStart().getLine()).isEqualTo(1);
            awaitHole(session, uri("a.uring"), DiagnosticSeverity.Warning);
            session.closeDocument(uri("ringspect.json"));
            session.client.awaitDiagnostics(uri("ringspect.json"), List::isEmpty);
        }
    }

    private EditorSession started(String settings) {
        EditorSession session = new EditorSession();
        session.client.set(json(settings));
        InitializeParams params = params(false);
        params.setWorkspaceFolders(List.of(named(folder)));
        session.initialize(params);
        return session;
    }

    private static InitializeParams params(boolean pulls) {
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setConfiguration(true);
        workspace.setDiagnostics(new DiagnosticWorkspaceCapabilities(true));
        ClientCapabilities can = new ClientCapabilities();
        can.setWorkspace(workspace);
        if (pulls) {
            TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
            documents.setDiagnostic(new DiagnosticCapabilities());
            can.setTextDocument(documents);
        }
        InitializeParams params = new InitializeParams();
        params.setCapabilities(can);
        return params;
    }

    private static Diagnostic awaitHole(EditorSession session, String uri, DiagnosticSeverity severity) {
        return session.client.awaitDiagnostics(uri, found -> found.stream()
                .anyMatch(one -> one.getCode().getLeft().equals("L04") && one.getSeverity() == severity)).stream()
                .filter(one -> one.getCode().getLeft().equals("L04")).findFirst().orElseThrow();
    }

    private static List<String> ids(List<Diagnostic> found) {
        return found.stream().map(one -> one.getCode().getLeft()).toList();
    }

    private void says(String text) throws IOException {
        Files.writeString(folder.resolve("ringspect.json"), text);
    }

    private void changed(EditorSession session, FileChangeType how) {
        session.server.getWorkspaceService().didChangeWatchedFiles(
                new DidChangeWatchedFilesParams(List.of(new FileEvent(uri("ringspect.json"), how))));
    }

    private String uri(String name) {
        return folder.resolve(name).toUri().toString();
    }

    private static WorkspaceFolder named(Path folder) {
        return new WorkspaceFolder(folder.toUri().toString(), "w");
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.server.state.Configuration.Display;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLensWorkspaceCapabilities;
import org.eclipse.lsp4j.DiagnosticWorkspaceCapabilities;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InlayHintWorkspaceCapabilities;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client decides, and what it is told while it waits. */
class SettingsTest {
    private static final String URI = "file:///w/a.uring";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsNotSaidOrOfAnotherTypeIsTheDefault() {
        assertThat(Settings.display(json("{}"))).isEqualTo(Display.ALL);
        assertThat(Settings.display(json("""
                {"inlayHints":{"layout":false,"holes":"no","commandNumbers":true},"codeLens":[1]}""")))
                .isEqualTo(new Display(false, true, true, true, true));
        assertThat(Settings.inspections(json("""
                {"inspections":{"L04":"off","L05":"error","L07":"sometimes","L09":3}}""")).levels())
                .containsOnlyKeys("L04", "L05").containsEntry("L04", Optional.empty())
                .containsEntry("L05", Optional.of(Severity.ERROR));
    }

    @Test
    void aClientThatTellsItsSettingsIsAskedAndShowsTheOutcome() {
        try (EditorSession session = new EditorSession()) {
            session.client.set(json("""
                    {"inspections":{"L04":"off"}}"""));
            session.initialize(params());
            session.client.awaitRefresh("hints");
            session.open(URI, "struct a { __u8 x; __u32 y; };");
            session.client.awaitDiagnostics(URI, List::isEmpty);
            session.client.set(new JsonObject());
            session.server.getWorkspaceService()
                    .didChangeConfiguration(new DidChangeConfigurationParams(new JsonObject()));
            session.client.awaitRefresh("lenses");
            session.client.awaitRefresh("diagnostics");
            session.client.awaitDiagnostics(URI, found -> found.stream()
                    .anyMatch(one -> one.getCode().getLeft().equals("L04")));
        }
    }

    @Test
    void aLongSearchIsShownAndMayBeCancelled() throws IOException {
        for (int i = 0; i < 5001; i++) {
            Files.createFile(folder.resolve(i + ".c"));
        }
        try (EditorSession session = new EditorSession()) {
            InitializeParams params = params();
            params.setWorkspaceFolders(List.of(new WorkspaceFolder(folder.toUri().toString(), "w")));
            session.initialize(params);
            assertThat(session.client.awaitProgress("end")).containsExactly("begin ringspect-1", "report ringspect-1",
                    "end ringspect-1");
            session.server.cancelProgress(new WorkDoneProgressCancelParams(Either.forLeft("ringspect-1")));
            session.server.cancelProgress(new WorkDoneProgressCancelParams(Either.forRight(7)));
            session.open(URI, "protocol p;\non socket;\n");
            assertThat(session.hover(URI, 0, 10)).isPresent();
        }
    }

    private static InitializeParams params() {
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setConfiguration(true);
        workspace.setCodeLens(new CodeLensWorkspaceCapabilities(true));
        workspace.setInlayHint(new InlayHintWorkspaceCapabilities(true));
        workspace.setDiagnostics(new DiagnosticWorkspaceCapabilities(true));
        WindowClientCapabilities window = new WindowClientCapabilities();
        window.setWorkDoneProgress(true);
        ClientCapabilities can = new ClientCapabilities();
        can.setWorkspace(workspace);
        can.setWindow(window);
        InitializeParams params = new InitializeParams();
        params.setCapabilities(can);
        return params;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Workspace;
import dev.ringspect.server.state.WorkspaceFiles;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.jspecify.annotations.Nullable;

/** Keeps the texts that are open in the client in the snapshot, edit by edit. */
final class OpenDocuments {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private final Workspace workspace;
    private final Client client;
    private final WorkspaceFiles files;

    OpenDocuments(Workspace workspace, Client client, WorkspaceFiles files) {
        this.workspace = workspace;
        this.client = client;
        this.files = files;
    }

    void open(DidOpenTextDocumentParams params) {
        TextDocumentItem item = Requests.required(params.getTextDocument(), "textDocument");
        String uri = Requests.required(item.getUri(), "textDocument.uri");
        Document opened = new Document(Requests.required(item.getLanguageId(), "textDocument.languageId"),
                item.getVersion(), SourceText.of(uri, Requests.required(item.getText(), "textDocument.text")));
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().with(opened)));
        afterChangeOf(uri);
    }

    void change(DidChangeTextDocumentParams params) {
        String uri = Requests.uri(params.getTextDocument());
        Integer version = Requests.required(params.getTextDocument().getVersion(), "textDocument.version");
        List<TextDocumentContentChangeEvent> changes = Requests.required(params.getContentChanges(), "contentChanges");
        // all of them before the first is made: half of an edit would be a text that nobody has
        changes.forEach(OpenDocuments::check);
        workspace.edit(snapshot -> changed(snapshot, uri, version, changes));
        afterChangeOf(uri);
    }

    private static void check(@Nullable TextDocumentContentChangeEvent change) {
        TextDocumentContentChangeEvent given = Requests.required(change, "contentChanges");
        var _ = Requests.required(given.getText(), "contentChanges.text");
        if (given.getRange() != null) {
            var _ = Requests.range(given.getRange());
        }
    }

    private Snapshot changed(Snapshot snapshot, String uri, Integer version,
            List<TextDocumentContentChangeEvent> changes) {
        Document before = snapshot.texts().document(uri).orElse(null);
        if (before == null) {
            LOG.log(Level.WARNING, "the client edits {0}, which is not open", uri);
            return snapshot;
        }
        SourceText text = IncrementalEdits.apply(before.text(), changes, client.facts().positions());
        return snapshot.withTexts(snapshot.texts().with(before.edited(version, text)));
    }

    void close(DidCloseTextDocumentParams params) {
        String uri = Requests.uri(params.getTextDocument());
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().without(uri)));
        afterChangeOf(uri);
    }

    /** Settings count as they are typed. */
    private void afterChangeOf(String uri) {
        if (uri.endsWith("/" + SettingsFile.NAME)) {
            files.settingsChanged();
        }
    }
}

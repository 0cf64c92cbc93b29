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
        TextDocumentItem item = params.getTextDocument();
        Document opened = new Document(item.getLanguageId(), item.getVersion(),
                SourceText.of(item.getUri(), item.getText()));
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().with(opened)));
        afterChangeOf(item.getUri());
    }

    void change(DidChangeTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        Integer version = params.getTextDocument().getVersion();
        List<TextDocumentContentChangeEvent> changes = params.getContentChanges();
        workspace.edit(snapshot -> changed(snapshot, uri, version, changes));
        afterChangeOf(uri);
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
        String uri = params.getTextDocument().getUri();
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

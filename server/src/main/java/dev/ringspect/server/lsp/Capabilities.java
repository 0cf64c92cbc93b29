package dev.ringspect.server.lsp;

import java.util.List;

import org.eclipse.lsp4j.ExecuteCommandOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;

/** What the server offers: what it does with texts and the workspace, and what each family of requests adds. */
final class Capabilities {
    private Capabilities() {}

    static ServerCapabilities of(ClientFacts client, List<RequestFamily> families) {
        ServerCapabilities offers = new ServerCapabilities();
        offers.setPositionEncoding(client.positions().kind());
        TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
        sync.setOpenClose(true);
        sync.setChange(TextDocumentSyncKind.Incremental);
        offers.setTextDocumentSync(sync);
        families.forEach(family -> family.offer(offers, client));
        offers.setExecuteCommandProvider(new ExecuteCommandOptions(TraceCommands.ALL));
        WorkspaceFoldersOptions folders = new WorkspaceFoldersOptions();
        folders.setSupported(true);
        folders.setChangeNotifications(true);
        offers.setWorkspace(new WorkspaceServerCapabilities(folders));
        return offers;
    }
}

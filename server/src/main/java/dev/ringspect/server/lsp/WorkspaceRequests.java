package dev.ringspect.server.lsp;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.server.state.Workspace;
import dev.ringspect.server.state.WorkspaceFiles;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The {@code workspace/...} methods. */
final class WorkspaceRequests implements WorkspaceService {
    private final Workspace workspace;
    private final WorkspaceFiles files;
    private final Settings settings;
    private final NavigationRequests navigation;
    private final TraceCommands traces;

    WorkspaceRequests(Workspace workspace, WorkspaceFiles files, Settings settings,
            NavigationRequests navigation, TraceCommands traces) {
        this.workspace = workspace;
        this.files = files;
        this.settings = settings;
        this.navigation = navigation;
        this.traces = traces;
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {
        settings.changed(params);
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        files.changed(params.getChanges().stream().flatMap(change -> ClientFacts.path(change.getUri())).toList());
    }

    @Override
    public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
        List<Path> added = params.getEvent().getAdded().stream().flatMap(folder -> ClientFacts.path(folder.getUri()))
                .toList();
        List<Path> removed = params.getEvent().getRemoved().stream()
                .flatMap(folder -> ClientFacts.path(folder.getUri())).toList();
        workspace.edit(snapshot -> {
            List<Path> folders = new ArrayList<>(snapshot.folders());
            folders.removeAll(removed);
            folders.addAll(added);
            return snapshot.withFolders(folders);
        });
        files.look();
    }

    @Override
    public CompletableFuture<Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>> symbol(
            WorkspaceSymbolParams params) {
        return navigation.workspaceSymbols(params);
    }

    @Override
    public CompletableFuture<Object> executeCommand(ExecuteCommandParams params) {
        return traces.execute(params);
    }
}

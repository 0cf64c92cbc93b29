package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.ringspect.protocol.inspect.SettingsFile;
import dev.ringspect.protocol.text.Language;
import dev.ringspect.server.live.Traces;
import dev.ringspect.server.state.Surroundings;
import dev.ringspect.server.state.Workspace;
import dev.ringspect.server.state.WorkspaceFiles;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The server as a client sees it: its life, and the parts that serve the rest. */
final class RingspectServer implements LanguageServer, AutoCloseable {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    /** Protocol files, what they may import, and the settings. */
    private static final List<String> WATCHED = List.of(
            Stream.concat(Arrays.stream(Language.values()).flatMap(language -> language.endings().stream()),
                    Stream.of("o", "ko", "btf")).collect(Collectors.joining(",", "**/*.{", "}")),
            "**/vmlinux", "**/" + SettingsFile.NAME);

    private final Lifecycle lifecycle;
    private final Client client = new Client();
    private final Workspace workspace;
    private final Publisher publisher;
    private final WorkspaceFiles files;
    private final Settings settings;
    private final ClientProgress progress;
    private final Traces traces;
    private final DocumentRequests documentRequests;
    private final WorkspaceRequests workspaceRequests;

    RingspectServer(Lifecycle lifecycle, Executor threads) {
        this.lifecycle = lifecycle;
        Pages pages = Pages.ofInstallation();
        workspace = new Workspace(threads);
        publisher = new Publisher(workspace, client, pages);
        settings = new Settings(workspace, client);
        progress = new ClientProgress(client);
        files = new WorkspaceFiles(workspace, threads, progress);
        traces = new Traces(workspace, threads,
                message -> client.proxy().showMessage(new MessageParams(MessageType.Warning, message)));
        Requests requests = new Requests(workspace, lifecycle, client);
        NavigationRequests navigation = new NavigationRequests(requests, client);
        documentRequests = new DocumentRequests(new OpenDocuments(workspace, client, files),
                new ReadingRequests(requests, client, pages), navigation,
                new CompletionRequests(requests, client), new TokenRequests(requests),
                new PresentationRequests(requests), new ActionRequests(requests, client, pages));
        workspaceRequests = new WorkspaceRequests(workspace, files, settings, navigation,
                new TraceCommands(traces, workspace, client, lifecycle, threads));
    }

    void connect(LanguageClient remote) {
        client.connect(remote);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        lifecycle.initialize();
        ClientFacts facts = ClientFacts.of(params);
        client.introduce(facts);
        Integer parent = params.getProcessId();
        if (parent != null) {
            watch(parent);
        }
        workspace.edit(snapshot -> snapshot.withConfiguration(snapshot.configuration().withTrust(facts.trusted()))
                .withTexts(snapshot.texts().in(Surroundings.ofSystem(List.of())))
                .withFolders(facts.folders()));
        String version = Optional.ofNullable(RingspectServer.class.getPackage().getImplementationVersion())
                .orElse("development");
        return CompletableFuture.completedFuture(
                new InitializeResult(Capabilities.of(facts, documentRequests.families()),
                        new ServerInfo("ringspect", version)));
    }

    /** Ends the server with the client's process, since a wrapper between the two may keep our input open. */
    private void watch(long parent) {
        ProcessHandle.of(parent).ifPresentOrElse(process -> {
            var _ = process.onExit().thenRun(lifecycle::exit);
        }, () -> LOG.log(Level.INFO, "the client's process " + parent + " can't be seen from here"));
    }

    /** Only from here on the client takes requests and diagnostics. */
    @Override
    public void initialized(InitializedParams params) {
        if (!lifecycle.initialized()) {
            return;
        }
        workspace.listen(publisher::snapshotChanged);
        workspace.listen(new Refresher(workspace, client)::snapshotChanged);
        publisher.snapshotChanged();
        settings.initialized();
        files.look();
        if (client.facts().registersWatchers()) {
            List<FileSystemWatcher> watchers = WATCHED.stream()
                    .map(glob -> new FileSystemWatcher(Either.forLeft(glob))).toList();
            var _ = client.proxy().registerCapability(new RegistrationParams(
                    List.of(new Registration("protocol-files", "workspace/didChangeWatchedFiles",
                            new DidChangeWatchedFilesRegistrationOptions(watchers)))));
        }
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        lifecycle.shutDown();
        traces.close();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void exit() {
        lifecycle.exit();
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return documentRequests;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return workspaceRequests;
    }

    @Override
    public void cancelProgress(WorkDoneProgressCancelParams params) {
        progress.cancel(params.getToken());
    }

    @Override
    public void setTrace(SetTraceParams params) {
        // MessageTrace takes it on its way; the log on standard error does not depend on it.
    }

    @Override
    public void close() {
        traces.close();
        files.close();
        workspace.close();
    }
}

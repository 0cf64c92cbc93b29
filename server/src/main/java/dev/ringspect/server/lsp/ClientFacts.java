package dev.ringspect.server.lsp;

import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ringspect.protocol.text.Encoding;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidChangeWatchedFilesCapabilities;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.jspecify.annotations.Nullable;

/**
 * What the client said about itself in {@code initialize}.
 *
 * @param positions how it counts characters
 * @param pullsDiagnostics whether it asks for the diagnostics of texts by itself
 * @param registersWatchers whether it watches files when it is asked to
 * @param trusted whether the workspace may start traces
 * @param folders the workspace's folders
 * @param can everything it said that it can, for what only one family of requests asks; not to be changed
 */
record ClientFacts(Positions positions, boolean pullsDiagnostics, boolean registersWatchers, boolean trusted,
        List<Path> folders, ClientCapabilities can) {
    /** Before {@code initialize}. */
    static final ClientFacts UNKNOWN = new ClientFacts(new Positions(Encoding.UTF_16), false, false, false, List.of(),
            new ClientCapabilities());

    static ClientFacts of(InitializeParams params) {
        Optional<ClientCapabilities> can = Optional.ofNullable(params.getCapabilities());
        List<String> encodings = can.map(ClientCapabilities::getGeneral)
                .map(GeneralClientCapabilities::getPositionEncodings).orElse(List.of());
        boolean pulls = can.map(ClientCapabilities::getTextDocument).map(TextDocumentClientCapabilities::getDiagnostic)
                .isPresent();
        boolean watches = can.map(ClientCapabilities::getWorkspace)
                .map(WorkspaceClientCapabilities::getDidChangeWatchedFiles)
                .map(DidChangeWatchedFilesCapabilities::getDynamicRegistration).orElse(false);
        return new ClientFacts(Positions.negotiate(encodings), pulls, watches,
                trusted(params.getInitializationOptions()), folders(params), can.orElseGet(ClientCapabilities::new));
    }

    private static boolean trusted(@Nullable Object options) {
        if (options instanceof JsonObject object) {
            JsonElement trusted = object.get("trusted");
            return trusted == null || (trusted.isJsonPrimitive() && trusted.getAsBoolean());
        }
        return true;
    }

    @SuppressWarnings("deprecation") // rootUri is all that older clients send
    private static List<Path> folders(InitializeParams params) {
        List<WorkspaceFolder> folders = params.getWorkspaceFolders();
        if (folders != null && !folders.isEmpty()) {
            return folders.stream().flatMap(folder -> path(folder.getUri())).toList();
        }
        String root = params.getRootUri();
        return root == null ? List.of() : path(root).toList();
    }

    /** The path that a URI names, if it names one on this machine. */
    static Stream<Path> path(String uri) {
        try {
            return Stream.of(Path.of(URI.create(uri)));
        } catch (IllegalArgumentException | FileSystemNotFoundException elsewhere) {
            return Stream.empty();
        }
    }
}

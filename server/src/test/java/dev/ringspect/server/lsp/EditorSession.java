package dev.ringspect.server.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;

/** A client and a server of its own, joined by two pipes. Every wait is bounded. */
final class EditorSession implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    final RecordingClient client = new RecordingClient();
    final LanguageServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    private final OutputStream toServer;
    private final CompletableFuture<Integer> exitCode;

    /** A server that was not sent anything yet. */
    EditorSession() {
        try {
            Pipe requests = Pipe.open();
            Pipe answers = Pipe.open();
            toServer = Channels.newOutputStream(requests.sink());
            InputStream fromServer = Channels.newInputStream(answers.source());
            exitCode = CompletableFuture.supplyAsync(() -> serve(requests.source(), answers.sink()), threads);
            var launcher = LSPLauncher.createClientLauncher(client, fromServer, toServer, threads, x -> x);
            server = launcher.getRemoteProxy();
            var _ = launcher.startListening();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a process does that ends, the server closes its output when it is done. */
    private static int serve(Pipe.SourceChannel in, Pipe.SinkChannel out) {
        try (out) {
            return LanguageServerMain.run(Channels.newInputStream(in), Channels.newOutputStream(out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that was initialized by a client that is pushed its diagnostics. */
    static EditorSession started() {
        EditorSession session = new EditorSession();
        session.initialize(new InitializeParams());
        return session;
    }

    /** A server that was initialized by a client that asks for its diagnostics. */
    static EditorSession pulling() {
        TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
        documents.setDiagnostic(new DiagnosticCapabilities());
        ClientCapabilities capabilities = new ClientCapabilities();
        capabilities.setTextDocument(documents);
        EditorSession session = new EditorSession();
        session.initialize(params(capabilities));
        return session;
    }

    /** What a client says that can do so much. */
    static InitializeParams params(ClientCapabilities capabilities) {
        InitializeParams params = new InitializeParams();
        params.setCapabilities(capabilities);
        return params;
    }

    InitializeResult initialize(InitializeParams params) {
        if (params.getCapabilities() == null) {
            params.setCapabilities(new ClientCapabilities());
        }
        InitializeResult result = await(server.initialize(params));
        server.initialized(new InitializedParams());
        return result;
    }

    void open(String uri, String text) {
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "uring", 1, text)));
    }

    void replace(String uri, int version, Range range, String text) {
        server.getTextDocumentService().didChange(new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, version),
                List.of(new TextDocumentContentChangeEvent(range, text))));
    }

    void replaceAll(String uri, int version, String text) {
        server.getTextDocumentService().didChange(new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, version), List.of(new TextDocumentContentChangeEvent(text))));
    }

    void closeDocument(String uri) {
        server.getTextDocumentService().didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri)));
    }

    Optional<Hover> hover(String uri, int line, int character) {
        return Optional.ofNullable(await(server.getTextDocumentService()
                .hover(new HoverParams(new TextDocumentIdentifier(uri), new Position(line, character)))));
    }

    /** Sends bytes that LSP4J would not send. */
    void sendRaw(String message) {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        byte[] head = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        try {
            toServer.write(head);
            toServer.write(body);
            toServer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the server's input, as a client does that dies. */
    void hangUp() {
        try {
            toServer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() {
        return await(exitCode);
    }

    boolean lives() {
        return !exitCode.isDone();
    }

    static <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", late);
        }
    }

    @Override
    public void close() {
        hangUp();
        exitCode();
        threads.shutdown();
    }
}

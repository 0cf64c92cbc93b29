package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TraceValue;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.Test;

/** The life of a connection, and what a client may do wrong. */
class ConnectionTest {
    @Test
    void shutdownThenExitEndsWithZero() {
        EditorSession session = EditorSession.started();
        EditorSession.await(session.server.shutdown());
        session.server.exit();
        assertThat(session.exitCode()).isZero();
        session.hangUp();
    }

    @Test
    void exitWithoutShutdownEndsWithOne() {
        EditorSession session = EditorSession.started();
        session.server.exit();
        assertThat(session.exitCode()).isEqualTo(1);
        session.hangUp();
    }

    @Test
    void closedInputEndsTheServer() {
        EditorSession session = EditorSession.started();
        session.hangUp();
        assertThat(session.exitCode()).isEqualTo(1);
    }

    @Test
    void theEndOfTheClientsProcessEndsTheServer() throws Exception {
        Process parent = new ProcessBuilder("sleep", "600").start();
        EditorSession session = new EditorSession();
        InitializeParams params = new InitializeParams();
        params.setProcessId(Math.toIntExact(parent.pid()));
        session.initialize(params);
        assertThat(session.lives()).isTrue();
        parent.destroy();
        assertThat(session.exitCode()).isEqualTo(1);
        session.hangUp();
    }

    @Test
    void aClientThatAsksForItIsToldOfEachMessage() {
        try (EditorSession session = EditorSession.started()) {
            errorFree(session);
            assertThat(session.client.traced()).isZero();

            session.server.setTrace(new SetTraceParams(TraceValue.Messages));
            errorFree(session);
            assertThat(session.client.awaitTrace("textDocument/hover answered after ").getVerbose()).isNull();

            session.server.setTrace(new SetTraceParams(TraceValue.Verbose));
            session.open("file:///traced.uring", "protocol p;");
            assertThat(session.client.awaitTrace("textDocument/didOpen taken").getVerbose())
                    .contains("file:///traced.uring");

            session.server.setTrace(new SetTraceParams(TraceValue.Off));
            EditorSession.await(session.server.getTextDocumentService().hover(hover("file:///traced.uring")));
            int told = session.client.traced();
            EditorSession.await(session.server.getTextDocumentService().hover(hover("file:///traced.uring")));
            assertThat(session.client.traced()).isEqualTo(told);
        }
    }

    private static void errorFree(EditorSession session) {
        EditorSession.await(session.server.getTextDocumentService().hover(hover("file:///a.uring")));
    }

    @Test
    void requestsBeforeInitializeAreRefused() {
        try (EditorSession session = new EditorSession()) {
            assertThat(errorOf(session.server.getTextDocumentService().hover(hover("file:///a.uring"))))
                    .isEqualTo(ResponseErrorCode.ServerNotInitialized.getValue());
        }
    }

    @Test
    void requestsAfterShutdownAreRefused() {
        try (EditorSession session = EditorSession.started()) {
            EditorSession.await(session.server.shutdown());
            assertThat(errorOf(session.server.getTextDocumentService().hover(hover("file:///a.uring"))))
                    .isEqualTo(ResponseErrorCode.InvalidRequest.getValue());
        }
    }

    @Test
    void theFirstKnownEncodingOfTheClientIsSpoken() {
        assertThat(encodingFor(List.of("utf-8", "utf-16"))).isEqualTo("utf-8");
        assertThat(encodingFor(List.of("utf-7", "utf-32"))).isEqualTo("utf-32");
        assertThat(encodingFor(List.of("ebcdic"))).isEqualTo("utf-16");
        assertThat(encodingFor(List.of())).isEqualTo("utf-16");
    }

    private static String encodingFor(List<String> offered) {
        try (EditorSession session = new EditorSession()) {
            GeneralClientCapabilities general = new GeneralClientCapabilities();
            general.setPositionEncodings(offered);
            ClientCapabilities capabilities = new ClientCapabilities();
            capabilities.setGeneral(general);
            InitializeParams params = new InitializeParams();
            params.setCapabilities(capabilities);
            InitializeResult result = session.initialize(params);
            return result.getCapabilities().getPositionEncoding();
        }
    }

    @Test
    void malformedMessagesCostNothingButThemselves() {
        try (EditorSession session = EditorSession.started()) {
            session.sendRaw("{");
            session.sendRaw("[]");
            session.sendRaw("{\"jsonrpc\":\"2.0\"}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{}}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":null}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":"
                    + "{\"textDocument\":{\"uri\":\"file:///a.uring\",\"version\":2},\"contentChanges\":[{}]}}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"method\":\"no/such/notification\",\"params\":{}}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":\"x1\",\"method\":\"textDocument/hover\",\"params\":{}}");
            session.sendRaw("{\"jsonrpc\":\"2.0\",\"id\":\"x2\",\"method\":\"no/such/request\",\"params\":{}}");
            assertThat(session.hover("file:///a.uring", 0, 0)).isEmpty();
        }
    }

    @Test
    void unknownDocumentsAreAnsweredWithNothing() {
        try (EditorSession session = EditorSession.started()) {
            session.replaceAll("file:///nowhere.uring", 2, "x");
            session.closeDocument("file:///nowhere.uring");
            assertThat(session.hover("file:///nowhere.uring", 3, 3)).isEmpty();
        }
    }

    @Test
    void anUnknownCommandIsTheClientsMistake() {
        try (EditorSession session = EditorSession.started()) {
            assertThat(errorOf(session.server.getWorkspaceService()
                    .executeCommand(new ExecuteCommandParams("ringspect.nothing", List.of()))))
                    .isEqualTo(ResponseErrorCode.InvalidParams.getValue());
        }
    }

    @Test
    void aSecondInitializeIsRefused() {
        try (EditorSession session = EditorSession.started()) {
            assertThatThrownBy(() -> session.initialize(new InitializeParams()))
                    .hasRootCauseMessage("initialize was sent already");
        }
    }

    private static HoverParams hover(String uri) {
        return new HoverParams(new TextDocumentIdentifier(uri), new Position(0, 0));
    }

    private static int errorOf(CompletableFuture<?> answer) {
        try {
            Object value = answer.get(60, TimeUnit.SECONDS);
            throw new AssertionError("an error was expected, the answer is " + value);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ResponseErrorException error) {
                return error.getResponseError().getCode();
            }
            throw new AssertionError(failed);
        } catch (InterruptedException | java.util.concurrent.TimeoutException late) {
            throw new AssertionError(late);
        }
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import com.google.gson.JsonParser;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.InitializeParams;
import org.junit.jupiter.api.Test;

/** Traces that are not started, and what the person is told. */
class TraceRefusalTest {
    @Test
    void anUntrustedWorkspaceIsNotTraced() {
        try (EditorSession session = new EditorSession()) {
            InitializeParams params = new InitializeParams();
            params.setInitializationOptions(JsonParser.parseString("{\"trusted\":false}"));
            session.initialize(params);
            assertThatThrownBy(() -> start(session, "{\"all\":true}")).rootCause().hasMessageContaining("not trusted");
            assertThat(session.client.awaitMessage()).contains("Trust the workspace first");
        }
    }

    @Test
    void aProcessThatDoesNotExistIsSaid() {
        try (EditorSession session = EditorSession.started()) {
            assertThatThrownBy(() -> start(session, "{\"pid\":2147483646}")).rootCause()
                    .hasMessageContaining("2147483646");
            assertThat(session.client.awaitMessage()).contains("2147483646");
        }
    }

    @Test
    void aProgramThatDoesNotExistIsSaid() {
        try (EditorSession session = EditorSession.started()) {
            assertThatThrownBy(() -> start(session, "{\"command\":[\"/no/such/program\"]}")).rootCause()
                    .hasMessageContaining("/no/such/program: there is no such file");
            assertThat(session.client.awaitMessage()).contains("check its path");
        }
    }

    @Test
    void argumentsThatMeanNothingAreTheClientsMistake() {
        try (EditorSession session = EditorSession.started()) {
            assertThatThrownBy(() -> start(session, "{}")).rootCause()
                    .hasMessageContaining("nothing to trace was named");
            assertThatThrownBy(() -> start(session, "{\"all\":true,\"pid\":1}")).rootCause()
                    .hasMessageContaining("more than one target");
            assertThatThrownBy(() -> start(session, "{\"pid\":\"x\"}")).rootCause().hasMessageContaining("{\"pid\":N}");
            assertThatThrownBy(() -> start(session, "{\"pid\":0}")).rootCause().hasMessageContaining("between 1 and");
            assertThatThrownBy(() -> start(session, "{\"command\":[]}")).rootCause()
                    .hasMessageContaining("no program");
            assertThatThrownBy(() -> start(session, "{\"all\":true,\"opcodes\":[\"FLY\"]}")).rootCause()
                    .hasMessageContaining("there is no opcode FLY");
            assertThatThrownBy(() -> start(session, "[1]")).rootCause().hasMessageContaining("one object was expected");
        }
    }

    private static Object start(EditorSession session, String argument) {
        return EditorSession.await(session.server.getWorkspaceService().executeCommand(
                new ExecuteCommandParams("ringspect.trace.start", List.of(JsonParser.parseString(argument)))));
    }
}

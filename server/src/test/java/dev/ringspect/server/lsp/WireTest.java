package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, in the order in which editors send it. */
class WireTest {
    private static final String REFRESHES = """
            {"workspace":{"codeLens":{"refreshSupport":true},"inlayHint":{"refreshSupport":true},
            "diagnostics":{"refreshSupport":true},"semanticTokens":{"refreshSupport":true}}}""";
    private static final String DOCUMENT = "{\"textDocument\":{\"uri\":\"file:///w/a.uring\"}}";

    @Test
    void nothingIsSentBeforeTheClientSaysThatItIsReady() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.request(0, "initialize", "{\"processId\":null,\"capabilities\":" + REFRESHES + "}");
            assertThat(editor.until(0)).as("before the answer").hasSize(1);
            editor.request(1, "textDocument/semanticTokens/full", DOCUMENT);
            assertThat(editor.until(1)).as("before 'initialized'").hasSize(1);
            editor.notification("initialized", "{}");
            editor.notification("workspace/didChangeConfiguration",
                    "{\"settings\":{\"ringspect\":{\"codeLens\":{\"layout\":false}}}}");
            assertThat(editor.sent("workspace/codeLens/refresh")).isNotNull();
        }
    }

    @Test
    void aRefusedRefreshIsNotTheLastOne() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize(REFRESHES);
            for (boolean shown : List.of(false, true, false)) {
                editor.notification("workspace/didChangeConfiguration",
                        "{\"settings\":{\"ringspect\":{\"inlayHints\":{\"holes\":" + shown + "}}}}");
                JsonObject refresh = editor.sent("workspace/inlayHint/refresh");
                editor.message("{\"jsonrpc\":\"2.0\",\"id\":" + refresh.get("id")
                        + ",\"error\":{\"code\":-32601,\"message\":\"Unhandled method\"}}");
            }
        }
    }

    @Test
    void coloursAreAskedForAnewWhenAnImportChanges(@TempDir Path folder) throws IOException {
        Path header = Files.writeString(folder.resolve("h.h"), "struct s { int a; };");
        String uri = folder.resolve("p.uring").toUri().toString();
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize(REFRESHES);
            editor.notification("textDocument/didOpen", item(uri, "uring", "import \\\"h.h\\\";"));
            editor.request(1, "textDocument/semanticTokens/full", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}");
            assertThat(editor.answer(1).has("result")).isTrue();
            editor.notification("textDocument/didOpen", item(header.toUri().toString(), "c", "struct s { long a; };"));
            assertThat(editor.sent("workspace/semanticTokens/refresh")).isNotNull();
        }
    }

    /** Neither edit is of the document that means something else by it. */
    @Test
    void allIsAskedForAnewWhenAnEditChangesWhatAnotherDocumentMeans(@TempDir Path folder) throws IOException {
        String header = Files.writeString(folder.resolve("h.h"), "struct s { int a; };").toUri().toString();
        String source = folder.resolve("a.c").toUri().toString();
        String protocol = folder.resolve("p.uring").toUri().toString();
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize(REFRESHES);
            editor.notification("textDocument/didOpen", item(source, "c",
                    "#include \\\"h.h\\\"\\n// ringspect: payload sqe64\\nstruct p { struct s a; };"));
            editor.notification("textDocument/didOpen", item(header, "c", "struct s { int a; };"));
            editor.request(1, "textDocument/codeLens", "{\"textDocument\":{\"uri\":\"" + source + "\"}}");
            assertThat(editor.answer(1).get("result").toString()).contains("4 bytes");
            editor.notification("textDocument/didChange", edit(header, "struct s { int a, b; };"));
            assertThat(editor.sent("workspace/codeLens/refresh")).isNotNull();
            editor.request(2, "textDocument/codeLens", "{\"textDocument\":{\"uri\":\"" + source + "\"}}");
            assertThat(editor.answer(2).get("result").toString()).contains("8 bytes");
        }
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize(REFRESHES);
            editor.notification("textDocument/didOpen", item(protocol, "uring", "import \\\"h.h\\\"; protocol p;"));
            editor.notification("textDocument/didOpen", item(header, "c", "struct s { int a; };"));
            editor.request(1, "textDocument/codeLens", "{\"textDocument\":{\"uri\":\"" + protocol + "\"}}");
            var _ = editor.answer(1);
            editor.notification("textDocument/didChange",
                    edit(protocol, "import \\\"h.h\\\"; protocol p; on socket; command A = 1 { payload struct s; }"));
            assertThat(editor.sent("workspace/inlayHint/refresh")).isNotNull();
        }
    }

    private static String edit(String uri, String text) {
        return "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":2},\"contentChanges\":[{\"text\":\"" + text
                + "\"}]}";
    }

    @Test
    void everyKindOfFileThatCountsIsWatched() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{\"workspace\":{\"didChangeWatchedFiles\":{\"dynamicRegistration\":true}}}");
            String watched = editor.sent("client/registerCapability").toString();
            for (String name : List.of("uring", "h", "hpp", "hh", "hxx", "h++", "c", "cpp", "cc", "cxx", "c++", "rs",
                    "o",
                    "ko", "btf")) {
                assertThat(watched).containsPattern("\\*\\*/\\*\\.\\{[^}]*\\b" + Pattern.quote(name) + "[,}]");
            }
            assertThat(watched).contains("**/vmlinux", "**/ringspect.json");
        }
    }

    private static String item(String uri, String language, String text) {
        return "{\"textDocument\":{\"uri\":\"" + uri + "\",\"languageId\":\"" + language
                + "\",\"version\":1,\"text\":\"" + text + "\"}}";
    }

    @Test
    void parametersThatAreMissingOrOfAnotherTypeAreTheClientsMistake() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{}");
            int id = 0;
            for (String method : methods()) {
                editor.message("{\"jsonrpc\":\"2.0\",\"id\":" + ++id + ",\"method\":\"" + method + "\"}");
                check(method, "none", editor.answer(id), true, wrong);
                for (String params : List.of("5", "\"x\"", "null", "true", "[]", "[5]",
                        "{\"textDocument\":5}", "{\"textDocument\":{\"uri\":[]}}", "{\"position\":\"x\"}",
                        "{\"range\":{\"start\":5}}", "{\"positions\":{}}", "{\"command\":{}}", "{\"query\":[[]]}")) {
                    editor.request(++id, method, params);
                    check(method, params, editor.answer(id), isWhole(params), wrong);
                }
                for (String params : List.of("{}", "{\"textDocument\":{}}", "{\"textDocument\":{\"uri\":null}}",
                        DOCUMENT, DOCUMENT.replace("}}", "},\"position\":null,\"range\":{},\"positions\":[null]}"),
                        DOCUMENT.replace("}}", "},\"context\":{},\"position\":{},\"range\":{\"start\":{}}}"))) {
                    editor.request(++id, method, params);
                    check(method, params, editor.answer(id), false, wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether no method at all can take these parameters. */
    private static boolean isWhole(String params) {
        return !params.startsWith("{");
    }

    private static void check(String method, String params, JsonObject answer, boolean hasToFail,
            List<String> wrong) {
        JsonObject error = answer.getAsJsonObject("error");
        boolean good = error == null
                ? !hasToFail
                : error.get("code").getAsInt() == ResponseErrorCode.InvalidParams.getValue() && !error.has("data")
                        && error.get("message").getAsString().matches("[^\\n]{10,300}")
                        && !error.get("message").getAsString().contains("Exception");
        if (!good) {
            wrong.add(method + " with " + params + ": " + answer);
        }
    }

    /** The requests that are answered; that of the connection's life which would end this test is not here. */
    private static List<String> methods() {
        List<String> methods = new ArrayList<>(List.of("workspace/executeCommand", "workspace/symbol"));
        for (String name : List.of("hover", "definition", "typeDefinition", "references", "documentHighlight",
                "documentSymbol", "prepareRename", "rename", "completion", "signatureHelp", "semanticTokens/full",
                "semanticTokens/full/delta", "semanticTokens/range", "formatting", "rangeFormatting",
                "onTypeFormatting", "foldingRange", "selectionRange", "documentLink", "inlayHint", "codeLens",
                "codeAction", "diagnostic")) {
            methods.add("textDocument/" + name);
        }
        return methods;
    }

    @Test
    void aMethodThatIsNotServedIsSaidWithoutAStack() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{}");
            editor.request(1, "textDocument/moniker", DOCUMENT);
            JsonObject error = editor.answer(1).getAsJsonObject("error");
            assertThat(error.get("code").getAsInt()).isEqualTo(ResponseErrorCode.MethodNotFound.getValue());
            assertThat(error.has("data")).isFalse();
        }
    }

    @Test
    void aLongMessageThatIsWrongInItsBeginningCostsOnlyItself() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{}");
            editor.request(1, "textDocument/hover", "{\"textDocument\":7,\"more\":\"" + "x".repeat(100_000) + "\"}");
            assertThat(editor.answer(1).getAsJsonObject("error").get("code").getAsInt()).isEqualTo(-32602);
            editor.message("{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":7},"
                    + "\"id\":4}");
            assertThat(editor.answer(4).getAsJsonObject("error").get("code").getAsInt()).isEqualTo(-32602);
            editor.message("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":{" + "x".repeat(100_000) + "}");
            editor.request(3, "workspace/symbol", "{\"query\":\"\"}");
            assertThat(editor.answer(3).has("result")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "Content-Length: 10\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}Content-Length: 2\r\n\r\n{}",
            "Content-Length: x\r\n\r\n{}", "Content-Length: -5\r\n\r\n{}", "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}", "Listening on port 5007\n"})
    void theServerEndsWithAnErrorOnceMessagesAreOutOfStep(String bytes) throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{}");
            editor.bytes(bytes);
            assertThat(editor.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void aProcessOutOfStepSaysWhyItEnds(@TempDir Path folder) throws IOException {
        Path errors = folder.resolve("errors");
        try (RawEditor editor = RawEditor.withProcess(ProcessBuilder.Redirect.to(errors.toFile()))) {
            editor.initialize("{}");
            editor.bytes("{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}\r\n");
            assertThat(editor.exitCode()).isEqualTo(1);
            assertThat(errors).content(StandardCharsets.UTF_8)
                    .contains("out of step", "a line that is no header: {\"jsonrpc\"").doesNotContain("\tat ");
        }
    }

    @Test
    void anEditThatCannotBeMadeIsSaidAndLeftOut(@TempDir Path folder) throws IOException {
        Path errors = folder.resolve("errors");
        String uri = "file:///w/a.uring";
        String edit = "{\"textDocument\":{\"uri\":\"" + uri + "\",\"version\":2},\"contentChanges\":[%s]}";
        String whole = "{\"text\":\"struct other { int x; };\"}";
        try (RawEditor editor = RawEditor.withProcess(ProcessBuilder.Redirect.to(errors.toFile()))) {
            editor.initialize("{}");
            editor.notification("textDocument/didOpen", "{\"textDocument\":{\"uri\":null}}");
            editor.notification("textDocument/didOpen", "{\"textDocument\":{\"uri\":\"file:///w/b.uring\"}}");
            editor.notification("textDocument/didClose", "{\"textDocument\":{}}");
            editor.notification("textDocument/didOpen", item(uri, "uring", "struct s { int x; };"));
            for (String change : List.of("null", "{}", "{\"range\":{\"start\":{}},\"text\":\"x\"}",
                    "{\"range\":{\"start\":{},\"end\":{}}}")) {
                editor.notification("textDocument/didChange", edit.formatted(whole + "," + change));
            }
            editor.notification("textDocument/didChange", edit.replace(",\"version\":2", "").formatted(whole));
            editor.request(1, "textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}");
            assertThat(editor.answer(1).get("result").toString()).contains("\"s\"").doesNotContain("other");
            editor.notification("textDocument/didChange", edit.formatted(whole));
            editor.request(2, "textDocument/documentSymbol", "{\"textDocument\":{\"uri\":\"" + uri + "\"}}");
            assertThat(editor.answer(2).get("result").toString()).contains("other");
        }
        assertThat(errors).content(StandardCharsets.UTF_8)
                .contains("no textDocument.uri", "no textDocument.languageId", "no contentChanges",
                        "no contentChanges.text", "no range.end", "no textDocument.version")
                .doesNotContain("\tat ");
    }

    @Test
    void headersInAnyLawfulShapeAreTaken() throws IOException {
        try (RawEditor editor = RawEditor.withServer()) {
            editor.initialize("{}");
            String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"workspace/symbol\",\"params\":{\"query\":\"\"}}";
            editor.bytes("\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\nContent-Length:" + body.length()
                    + "\n\n" + body);
            assertThat(editor.answer(1).has("result")).isTrue();
        }
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.ringspect.server.live.CommandSender;
import dev.ringspect.server.live.Tracing;
import dev.ringspect.tracer.live.LiveLab;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real traffic of a real program, on the lines that declare it. */
class LiveTrafficTest {
    private static final String URI = "file:///w/sender.uring";
    private static final Gson GSON = new Gson();

    @BeforeEach
    void tracingIsPossible() throws Exception {
        Tracing.assumePossible();
    }

    @Test
    void aTracedProgramShowsInHoversAndDiagnostics() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, CommandSender.PROTOCOL);
            JsonObject started = execute(session, "ringspect.trace.start", program(200)).getAsJsonObject();
            assertThat(started.get("id").getAsInt()).isEqualTo(1);

            List<Diagnostic> found = session.client.awaitDiagnostics(URI, all -> all.stream()
                    .anyMatch(one -> is(one, "D08") && one.getMessage().getLeft().contains("20 requests")));
            Diagnostic reserved = found.stream().filter(one -> is(one, "D08")).findFirst().orElseThrow();
            assertThat(reserved.getSeverity()).isEqualTo(DiagnosticSeverity.Warning);
            assertThat(reserved.getRange().getStart()).isEqualTo(place("rsvd;"));
            assertThat(reserved.getMessage().getLeft()).contains("sender/REQUEST");

            assertThat(hover(session, "op;")).contains("seen in **200 requests**", "| `SEND (1)` | 150 | 75.0 % |",
                    "| `FLUSH (2)` | 50 | 25.0 % |");
            assertThat(hover(session, "block;")).contains("between 0x0 and 0xc7", "last: `0xc7` in #200");
            assertThat(hover(session, "rsvd;")).contains("| `0` | 180 | 90.0 % |", "| `7` | 20 | 10.0 % |");
            assertThat(hover(session, "REQUEST =")).contains("seen in **200 requests**", "| `0` | 200 | 100.0 % |");
        }
    }

    @Test
    void aChecksFindingStandsOnTheCheckUntilARemarkSilencesIt() {
        String text = CommandSender.PROTOCOL.replace("payload struct sender_request;", """
                payload struct sender_request;
                    check block < 1000 "far away";
                    check op != 2 || rsvd == 7 "a flush without its mark";""");
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, text);
            execute(session, "ringspect.trace.start", program(20));
            List<Diagnostic> found = session.client.awaitDiagnostics(URI,
                    all -> all.stream()
                            .anyMatch(one -> is(one, "check") && one.getMessage().getLeft().contains("4 requests")));
            Diagnostic check = found.stream().filter(one -> is(one, "check")).findFirst().orElseThrow();
            assertThat(check.getRange().getStart()).isEqualTo(place(text, "op != 2 ||"));
            session.replaceAll(URI, 2, text.replace("mark\";", "mark\"; // ringspect: ignore check"));
            session.client.awaitDiagnostics(URI, all -> all.stream().noneMatch(one -> is(one, "check")));
        }
    }

    @Test
    void aFindingStandsInTheHeaderThatDeclaresTheMemberThoughNobodyOpenedIt(@TempDir Path folder) throws Exception {
        String header = """
                struct sender_request {
                    unsigned char op, rsvd;
                    unsigned short flags;
                    unsigned int length;
                    unsigned long long block;
                };
                """;
        Path file = Files.writeString(folder.resolve("sender.h"), header);
        String protocol = """
                protocol sender;
                on device "/dev/null";
                import "sender.h";
                refine struct sender_request { rsvd == 0 warning; }
                command REQUEST = 0xd7 { payload struct sender_request; }
                """;
        try (EditorSession session = EditorSession.started()) {
            session.open(folder.resolve("sender.uring").toUri().toString(), protocol);
            execute(session, "ringspect.trace.start", program(20));
            List<Diagnostic> found = session.client.awaitDiagnostics(file.toUri().toString(),
                    all -> all.stream().anyMatch(one -> is(one, "D08")));
            assertThat(found).singleElement().satisfies(
                    one -> assertThat(one.getRange().getStart()).isEqualTo(place(header, "rsvd")));
        }
    }

    @Test
    void whatNoTextDeclaresIsLoggedAndAnswered() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, CommandSender.PROTOCOL);
            JsonObject target = new JsonObject();
            target.add("command", GSON.toJsonTree(List.of(LiveLab.program("cases").toString(), "refusals")));
            execute(session, "ringspect.trace.start", target.toString());
            assertThat(session.client.awaitLog("D44")).startsWith("Error Trace 1: error D44: ")
                    .contains("regular file", "(1 request; the first: #");
            JsonObject stopped = execute(session, "ringspect.trace.status").getAsJsonArray().get(0).getAsJsonObject();
            assertThat(stopped.getAsJsonArray("findings")).anySatisfy(one -> {
                assertThat(one.getAsJsonObject().get("id").getAsString()).isEqualTo("D44");
                assertThat(one.getAsJsonObject().get("requests").getAsInt()).isEqualTo(1);
            });
            assertThat(hover(session, "sender;")).contains("about what no protocol file declares", "D44: ");
        }
    }

    @Test
    void whatNoTextDeclaresOutlivesTheEditOfAProtocolFile() throws Exception {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, CommandSender.PROTOCOL.replace("rsvd == 0 warning;", ""));
            execute(session, "ringspect.trace.start", "{\"all\":true}");
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "refusals"));
            session.client.awaitLog("D44");
            session.replaceAll(URI, 2, CommandSender.PROTOCOL);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (session.client.awaitDiagnostics(URI, _ -> true).stream().noneMatch(one -> is(one, "D08"))) {
                assertThat(System.nanoTime()).as("the edit never counted").isLessThan(deadline);
                CommandSender.main(new String[]{"10"});
                TimeUnit.MILLISECONDS.sleep(100);
            }
            JsonObject stopped = execute(session, "ringspect.trace.stop").getAsJsonArray().get(0).getAsJsonObject();
            assertThat(stopped.getAsJsonArray("findings"))
                    .anySatisfy(one -> assertThat(one.getAsJsonObject().get("id").getAsString()).isEqualTo("D44"));
        }
    }

    @Test
    void aTraceEndsWithItsProgramAndTellsSo() throws Exception {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, CommandSender.PROTOCOL);
            execute(session, "ringspect.trace.start", program(3));
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            JsonObject trace;
            do {
                trace = execute(session, "ringspect.trace.status").getAsJsonArray().get(0).getAsJsonObject();
                assertThat(System.nanoTime()).as("the trace did not end").isLessThan(deadline);
            } while (trace.get("running").getAsBoolean());
            assertThat(trace.get("requests").getAsLong()).isEqualTo(3);
            assertThat(trace.get("lost").getAsLong()).isZero();
            assertThat(trace.get("ended").getAsString()).isEqualTo("the program ended: it ended");
        }
    }

    @Test
    void protocolFilesOfTheWorkspaceDecodeToo(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("sender.uring"), CommandSender.PROTOCOL);
        String uri = file.toUri().toString();
        try (EditorSession session = new EditorSession()) {
            InitializeParams params = new InitializeParams();
            params.setWorkspaceFolders(
                    List.of(new org.eclipse.lsp4j.WorkspaceFolder(folder.toUri().toString(), "w")));
            session.initialize(params);
            awaitSearch(session);
            execute(session, "ringspect.trace.start", program(20));
            session.client.awaitDiagnostics(uri, all -> all.stream().anyMatch(one -> is(one, "D08")));
        }
    }

    @Test
    void stoppingEndsTheTraceAndKeepsWhatItSaw() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, CommandSender.PROTOCOL);
            execute(session, "ringspect.trace.start",
                    "{\"pid\":" + ProcessHandle.current().pid() + "}");
            JsonObject stopped = execute(session, "ringspect.trace.stop").getAsJsonArray().get(0).getAsJsonObject();
            assertThat(stopped.get("running").getAsBoolean()).isFalse();
            assertThat(hover(session, "op;")).contains("**Traffic**").contains("ended").contains("not seen yet");
        }
    }

    /** Waits until the server has found and read the workspace's file, since later traffic only is decoded by it. */
    private static void awaitSearch(EditorSession session) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isFound(session)) {
            assertThat(System.nanoTime()).as("the file was not found").isLessThan(deadline);
        }
    }

    private static boolean isFound(EditorSession session) throws Exception {
        try {
            return !session.server.getWorkspaceService().symbol(new WorkspaceSymbolParams("REQUEST"))
                    .get(60, TimeUnit.SECONDS).getRight().isEmpty();
        } catch (ExecutionException overtaken) {
            // what the search found is an edit, which may overtake the question
            assertThat(overtaken).hasCauseInstanceOf(ResponseErrorException.class)
                    .hasMessageContaining("a text was edited");
            return false;
        }
    }

    private static String program(int count) {
        JsonObject target = new JsonObject();
        target.add("command", GSON.toJsonTree(CommandSender.commandLine(count)));
        return target.toString();
    }

    private static com.google.gson.JsonElement execute(EditorSession session, String command, String... argument) {
        List<Object> arguments = List.copyOf(
                java.util.Arrays.stream(argument).map(com.google.gson.JsonParser::parseString).toList());
        Object answer = EditorSession
                .await(session.server.getWorkspaceService()
                        .executeCommand(new ExecuteCommandParams(command, arguments)));
        return GSON.toJsonTree(answer);
    }

    private static String hover(EditorSession session, String at) {
        var place = place(at);
        Hover hover = session.hover(URI, place.getLine(), place.getCharacter()).orElseThrow();
        return hover.getContents().getRight().getValue();
    }

    private static org.eclipse.lsp4j.Position place(String part) {
        return place(CommandSender.PROTOCOL, part);
    }

    private static org.eclipse.lsp4j.Position place(String text, String part) {
        int offset = text.indexOf(part);
        int line = (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        return new org.eclipse.lsp4j.Position(line, offset - text.lastIndexOf('\n', offset) - 1);
    }

    private static boolean is(Diagnostic diagnostic, String code) {
        return diagnostic.getCode() != null && code.equals(diagnostic.getCode().getLeft());
    }
}

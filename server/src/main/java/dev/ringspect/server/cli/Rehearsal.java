package dev.ringspect.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.ringspect.server.cli.terminal.Terminal;
import dev.ringspect.server.lsp.LanguageServerMain;

/**
 * A start without an audience. The launcher runs it once after a build, so that the JVM can keep the classes that
 * every later start needs; it must leave nothing behind and need no privilege.
 */
public final class Rehearsal {
    private static final int PATIENCE_SECONDS = 20;
    private static final int STRUCTS = 900;
    private static final int EDITS = 60;
    private static final List<String> OPENING = List.of("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{\
            "general":{"positionEncodings":["utf-16"]},"workspace":{"codeLens":{},\
            "didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true},\
            "textDocument":{"hover":{"contentFormat":["markdown"]},"publishDiagnostics":{"versionSupport":true},\
            "codeAction":{"dataSupport":true}}}}}""", """
            {"jsonrpc":"2.0","method":"initialized","params":{}}""", """
            {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{\
            "uri":"file:///rehearsal.uring","languageId":"uring","version":1,"text":\
            "import \\"rehearsal.h\\";\\nprotocol p;\\non socket;\\nstruct a { __u8 x; struct s0 y; };\\n\
            command C = NUMBER0 { payload struct a; check x == 1 \\"text\\"; }\\n\
            command D = NUMBER1 { payload struct last; }\\n"}}}""");

    /** What an editor asks for once about a file; the position is in the payload of the command. */
    private static final List<String> ONCE = List.of("completion", "documentSymbol", "inlayHint", "codeLens",
            "semanticTokens/full", "foldingRange", "codeAction", "definition", "documentHighlight", "hover");
    private static final List<String> END = List.of("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"shutdown\"}",
            "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");

    private Rehearsal() {}

    /** Goes through what starts have in common. */
    public static void main(String[] arguments) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(new Terminal(nowhere, nowhere, false), "--help");
        Main.run(new Terminal(nowhere, nowhere, false), "--version");
        serve();
    }

    /** The language server, with an editor that opens a file, types in what it imports, and looks at both. */
    private static void serve() throws IOException {
        PipedOutputStream editor = new PipedOutputStream();
        Answers answers = new Answers();
        try (PipedInputStream messages = new PipedInputStream(editor, 1 << 16)) {
            Thread.ofPlatform().daemon().start(() -> {
                type(editor, answers);
                send(editor, END);
            });
            var _ = LanguageServerMain.run(messages, answers);
        }
    }

    /** One keystroke after the other, each when what the one before shows is there, as a person types. */
    private static void type(OutputStream editor, Answers answers) {
        send(editor, OPENING);
        send(editor, header());
        boolean answered = answers.await("\"version\":1");
        for (int version = 2; answered && version < 2 + EDITS; version++) {
            answers.forget();
            send(editor, edit(version));
            answered = answers.await("\"version\":" + version);
            send(editor, List.of(ask("hover", "rehearsal.h", STRUCTS * LINES + 1, 8, "h" + version),
                    ask("hover", "rehearsal.uring", 3, 17, "u" + version)));
            answered &= answers.await("\"id\":\"h" + version) && answers.await("\"id\":\"u" + version);
        }
        for (String method : ONCE) {
            if (answered) {
                send(editor, List.of(ask(method, "rehearsal.uring", 4, 35, method)));
                answered = answers.await("\"id\":\"" + method);
            }
        }
    }

    private static String ask(String method, String file, int line, int character, String id) {
        return """
                {"jsonrpc":"2.0","id":"%s","method":"textDocument/%s","params":{"textDocument":\
                {"uri":"file:///%s"},"position":{"line":%d,"character":%d},"range":{"start":{"line":0,"character":0},\
                "end":{"line":5,"character":0}},"context":{"diagnostics":[]}}}""".formatted(id, method, file, line,
                character);
    }

    /** Lines of the header for each of its structs. */
    private static final int LINES = 8;

    /** A header as big as the kernel's biggest for user space, so that reading C is rehearsed too. */
    private static List<String> header() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < STRUCTS; i++) {
            text.append("/* struct ").append(i).append(" */\\n#define NUMBER").append(i).append(" (").append(i)
                    .append(" + 1)\\nstruct s").append(i)
                    .append(" {\\n\\t__u32 first;\\n\\tunsigned long values[NUMBER")
                    .append(i).append("];\\n\\tunion { __u8 low : 3; __be64 high; };\\n};\\nenum e").append(i)
                    .append(" { E").append(i).append(" = NUMBER").append(i).append(", F").append(i).append(" };\\n");
        }
        text.append("struct last {\\n\\t__u32 member;\\n\\t__u64 other;\\n};\\n");
        return List.of("""
                {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{\
                "uri":"file:///rehearsal.h","languageId":"c","version":1,"text":"%s"}}}""".formatted(text));
    }

    /** Types a digit after the name of the last struct's first member, and takes it back. */
    private static List<String> edit(int version) {
        boolean typed = version % 2 == 0;
        int line = STRUCTS * LINES + 1;
        return List.of("""
                {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{\
                "uri":"file:///rehearsal.h","version":%d},"contentChanges":[{"range":{"start":{"line":%d,"character":13},\
                "end":{"line":%d,"character":%d}},"text":"%s"}]}}"""
                .formatted(version, line, line, typed ? 13 : 14, typed ? "2" : ""));
    }

    private static void send(OutputStream editor, List<String> messages) {
        try {
            for (String message : messages) {
                byte[] body = message.getBytes(StandardCharsets.UTF_8);
                editor.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                editor.write(body);
            }
            editor.flush();
        } catch (IOException serverIsGone) {
            // then there is nothing left to rehearse
        }
    }

    /** Takes the server's messages, and waits for some of them. */
    private static final class Answers extends OutputStream {
        private final StringBuilder received = new StringBuilder();

        @Override
        public synchronized void write(int octet) {
            received.append((char) octet);
            notifyAll();
        }

        @Override
        public synchronized void write(byte[] octets, int from, int count) {
            received.append(new String(octets, from, count, StandardCharsets.ISO_8859_1));
            notifyAll();
        }

        synchronized void forget() {
            received.setLength(0);
        }

        /** Whether a message with {@code mark} came in time, since the last time that all was forgotten. */
        synchronized boolean await(String mark) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            try {
                while (received.indexOf(mark) < 0) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (left <= 0) {
                        return false;
                    }
                    wait(left);
                }
                return true;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}

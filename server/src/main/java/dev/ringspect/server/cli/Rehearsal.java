package dev.ringspect.server.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.ringspect.server.lsp.LanguageServerMain;

/**
 * A start without an audience. The launcher runs it once after a build, so that the JVM can keep the classes that
 * every later start needs; it must leave nothing behind and need no privilege.
 */
public final class Rehearsal {
    private static final int PATIENCE_SECONDS = 20;
    private static final String LAST_REQUEST = "\"id\":\"last\"";
    private static final int STRUCTS = 300;
    private static final int EDITS = 5;
    private static final List<String> OPENING = List.of("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{\
            "general":{"positionEncodings":["utf-16"]},"workspace":{"codeLens":{},\
            "didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true},\
            "textDocument":{"hover":{"contentFormat":["markdown"]},"codeAction":{"dataSupport":true}}}}}""", """
            {"jsonrpc":"2.0","method":"initialized","params":{}}""", """
            {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{\
            "uri":"file:///rehearsal.uring","languageId":"uring","version":1,"text":\
            "import \\"rehearsal.h\\";\\nprotocol p;\\non socket;\\nstruct a { __u8 x; struct s0 y; };\\n\
            command C = NUMBER0 { payload struct a; check x == 1 \\"text\\"; }\\n"}}}""");
    private static final String HOVER = """
            {"jsonrpc":"2.0",%s,"method":"textDocument/hover","params":{"textDocument":\
            {"uri":"file:///rehearsal.uring"},"position":{"line":3,"character":17}}}""";
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

    /** The language server, with an editor that opens a file and hovers once. */
    private static void serve() throws IOException {
        PipedOutputStream editor = new PipedOutputStream();
        Answers answers = new Answers();
        try (PipedInputStream messages = new PipedInputStream(editor, 1 << 16)) {
            Thread.ofPlatform().daemon().start(() -> {
                send(editor, OPENING);
                send(editor, header());
                for (int version = 2; version < EDITS; version++) {
                    send(editor, edit(version));
                    send(editor, List.of(HOVER.formatted("\"id\":" + version)));
                }
                send(editor, List.of(HOVER.formatted(LAST_REQUEST)));
                answers.awaitLast();
                send(editor, END);
            });
            var _ = LanguageServerMain.run(messages, answers);
        }
    }

    /** A header of some size, so that reading C is rehearsed too. */
    private static List<String> header() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < STRUCTS; i++) {
            text.append("/* struct ").append(i).append(" */\\n#define NUMBER").append(i).append(" (").append(i)
                    .append(" + 1)\\nstruct s").append(i)
                    .append(" {\\n\\t__u32 first;\\n\\tunsigned long values[NUMBER")
                    .append(i).append("];\\n\\tunion { __u8 low : 3; __be64 high; };\\n};\\nenum e").append(i)
                    .append(" { E").append(i).append(" = NUMBER").append(i).append(" };\\n");
        }
        return List.of("""
                {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{\
                "uri":"file:///rehearsal.h","languageId":"c","version":1,"text":"%s"}}}""".formatted(text));
    }

    private static List<String> edit(int version) {
        return List.of("""
                {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{\
                "uri":"file:///rehearsal.h","version":%d},"contentChanges":[{"range":{"start":{"line":0,"character":3},\
                "end":{"line":0,"character":3}},"text":"x"}]}}""".formatted(version));
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

    /** Takes the server's messages and waits for one of them. */
    private static final class Answers extends OutputStream {
        private final StringBuilder received = new StringBuilder();
        private final CountDownLatch last = new CountDownLatch(1);

        @Override
        public synchronized void write(int octet) {
            received.append((char) octet);
            if (received.indexOf(LAST_REQUEST, received.length() - LAST_REQUEST.length()) >= 0) {
                last.countDown();
            }
        }

        void awaitLast() {
            try {
                var _ = last.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

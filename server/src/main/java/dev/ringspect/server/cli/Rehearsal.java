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
    private static final String TEXT = """
            {"uri":"file:///rehearsal.uring","languageId":"uring","version":1,"text":\
            "protocol p;\\non socket;\\nstruct a { __u8 x; __u32 y; };\\n\
            command C = 1 { payload struct a; check x == 1 \\"text\\"; }\\n"}""";
    private static final List<String> SESSION = List.of("""
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{\
            "general":{"positionEncodings":["utf-16"]},"workspace":{"configuration":true,"codeLens":{},\
            "didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true},\
            "textDocument":{"hover":{"contentFormat":["markdown"]},"codeAction":{"dataSupport":true}}}}}""", """
            {"jsonrpc":"2.0","method":"initialized","params":{}}""", """
            {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":%s}}""".formatted(TEXT), """
            {"jsonrpc":"2.0",%s,"method":"textDocument/hover","params":{"textDocument":\
            {"uri":"file:///rehearsal.uring"},"position":{"line":2,"character":17}}}""".formatted(LAST_REQUEST));
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
                send(editor, SESSION);
                answers.awaitLast();
                send(editor, END);
            });
            var _ = LanguageServerMain.run(messages, answers);
        }
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

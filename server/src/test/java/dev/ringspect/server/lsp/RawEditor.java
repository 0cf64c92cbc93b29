package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** The editor's end of the wire, byte by byte, without a library in between. Every wait is bounded. */
final class RawEditor implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final OutputStream out;
    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    private final Optional<Process> process;
    private final CompletableFuture<Integer> exit;

    private RawEditor(OutputStream out, InputStream in, Optional<Process> process, CompletableFuture<Integer> exit) {
        this.out = out;
        this.process = process;
        this.exit = exit;
        Thread.ofPlatform().daemon().start(() -> receive(new DataInputStream(in)));
    }

    /** Joined by pipes to a server within this process. */
    static RawEditor withServer() throws IOException {
        Pipe requests = Pipe.open();
        Pipe answers = Pipe.open();
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try (var end = answers.sink()) {
                exit.complete(LanguageServerMain.run(Channels.newInputStream(requests.source()),
                        Channels.newOutputStream(end)));
            } catch (IOException e) {
                exit.completeExceptionally(e);
            }
        });
        return new RawEditor(Channels.newOutputStream(requests.sink()), Channels.newInputStream(answers.source()),
                Optional.empty(), exit);
    }

    /** With a server as a process, as an editor starts it. */
    static RawEditor withProcess(ProcessBuilder.Redirect errors) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        // what nohup starts ignores SIGHUP, and so would the server
        Process process = new ProcessBuilder("env", "--default-signal=HUP",
                ProcessHandle.current().info().command().orElse("java"), "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Dringspect.root=" + System.getProperty("ringspect.root", ".."), "-cp", classPath,
                "dev.ringspect.server.cli.Main", "lsp").redirectError(errors).start();
        return new RawEditor(process.getOutputStream(), process.getInputStream(), Optional.of(process),
                process.onExit().thenApply(Process::exitValue));
    }

    private void receive(DataInputStream in) {
        try {
            while (true) {
                int length = -1;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    if (line.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(line.substring("Content-Length: ".length()));
                    }
                }
                byte[] body = new byte[length];
                in.readFully(body);
                received.add(JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject());
            }
        } catch (IOException ended) {
            received.add(new JsonObject());
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append(next == '\r' ? "" : String.valueOf((char) next));
        }
        return line.toString();
    }

    long pid() {
        return process.orElseThrow().pid();
    }

    /** Sends bytes as they are. */
    void bytes(String bytes) {
        try {
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a whole message. */
    void message(String json) {
        bytes("Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
    }

    void request(int id, String method, String params) {
        message("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    void notification(String method, String params) {
        message("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Initializes with these capabilities, and says so. */
    void initialize(String capabilities) {
        request(0, "initialize", "{\"processId\":null,\"rootUri\":null,\"capabilities\":" + capabilities + "}");
        var _ = answer(0);
        notification("initialized", "{}");
    }

    /** Everything up to the answer to {@code id}, which is the last. */
    List<JsonObject> until(int id) {
        List<JsonObject> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!isAnswer(all.getLast(), id));
        return all;
    }

    JsonObject answer(int id) {
        return until(id).getLast();
    }

    /** The next request or notification called {@code method}; others are passed over. */
    JsonObject sent(String method) {
        JsonObject message = next();
        while (!message.has("method") || !message.get("method").getAsString().equals(method)) {
            message = next();
        }
        return message;
    }

    private JsonObject next() {
        try {
            JsonObject message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(message).as("nothing came").isNotNull();
            assertThat(message.size()).as("the server is gone").isPositive();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isAnswer(JsonObject message, int id) {
        return !message.has("method") && message.has("id") && message.get("id").getAsString().equals("" + id);
    }

    void hangUp() throws IOException {
        out.close();
    }

    int exitCode() {
        return EditorSession.await(exit);
    }

    @Override
    public void close() throws IOException {
        hangUp();
        process.ifPresent(Process::destroyForcibly);
        exitCode();
    }
}

package dev.ringspect.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A language server as a process, spoken to in plain text, so that no library's time is measured with it. */
final class EditorProcess implements AutoCloseable {
    private final Process process;
    private final OutputStream to;
    private final InputStream from;
    private int lastId;

    /** Starts {@code command}; what it says on standard error is dropped. */
    EditorProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        to = process.getOutputStream();
        from = new BufferedInputStream(process.getInputStream(), 1 << 16);
    }

    /** Sends a request and waits for its answer, which may be an error; what else comes meanwhile is dropped. */
    String request(String method, String params) throws IOException {
        int id = ++lastId;
        send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
        return await("\"id\":" + id + ",", "\"id\":" + id + "}");
    }

    void notify(String method, String params) throws IOException {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /** Waits for the diagnostics of a version of a text. */
    String diagnostics(String uri, int version) throws IOException {
        while (true) {
            String message = await("textDocument/publishDiagnostics", "textDocument/publishDiagnostics");
            if (message.contains(uri) && message.contains("\"version\":" + version)) {
                return message;
            }
        }
    }

    private String await(String mark, String otherMark) throws IOException {
        while (true) {
            String message = read();
            if (message.contains(mark) || message.contains(otherMark)) {
                return message;
            }
            if (message.contains("\"method\":\"workspace/configuration\"")
                    || message.contains("\"method\":\"window/workDoneProgress/create\"")) {
                throw new IOException("the server asks for what was not offered: " + message);
            }
        }
    }

    private String read() throws IOException {
        int length = -1;
        while (true) {
            String line = line();
            if (line.isEmpty() && length >= 0) {
                return new String(from.readNBytes(length), StandardCharsets.UTF_8);
            }
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = from.read(); octet != '\n'; octet = from.read()) {
            if (octet < 0) {
                throw new IOException("the server ended");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    private void send(String message) throws IOException {
        byte[] body = message.getBytes(StandardCharsets.UTF_8);
        to.write(("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        to.write(body);
        to.flush();
    }

    /** Megabytes of memory that the process holds now. */
    double residentMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("the server ended");
    }

    /**
     * Milliseconds of processor time that the process's threads have used so far, to the nanosecond. What its JVM spends on
     * compiling is left out: it falls on whatever is measured next.
     */
    double cpuMillis() throws IOException {
        double millis = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads) {
                String name = Files.readString(thread.resolve("comm"));
                if (!name.startsWith("C1 ") && !name.startsWith("C2 ")) {
                    millis += Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]) / 1e6;
                }
            }
        }
        return millis;
    }

    /** {@code text} as a JSON string. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    @Override
    public void close() throws IOException {
        try {
            request("shutdown", "null");
            notify("exit", "null");
            to.close();
        } finally {
            awaitEnd();
        }
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            throw new IOException(stopped);
        }
    }
}

package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import dev.ringspect.tracer.live.LiveLab;

/** A process of the command line: {@code ringspect} with arguments, its output in files. */
final class Ringspect implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private Ringspect(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** What a run left. */
    record Ended(int exit, List<JsonObject> requests, @Nullable JsonObject summary, String errors) {
        /** The summary, which must be there. */
        JsonObject sum() {
            assertThat(summary).as("the summary line; stderr:\n" + errors).isNotNull();
            return Objects.requireNonNull(summary);
        }

        long lost(String kind) {
            return sum().getAsJsonObject("lostBy").get(kind).getAsLong();
        }

        /** The one request with this user_data. */
        JsonObject request(long userData) {
            String wanted = "0x" + Long.toHexString(userData);
            List<JsonObject> found = requests.stream()
                    .filter(r -> r.get("userData").getAsString().equals(wanted))
                    .toList();
            assertThat(found).as("requests with userData " + wanted + "; stderr:\n" + errors).hasSize(1);
            return found.getFirst();
        }
    }

    /** Starts {@code ringspect} as the user that runs the test. */
    static Ringspect start(String... arguments) {
        return start(List.of(), System.getProperty("java.class.path"), LiveLab.ROOT, arguments);
    }

    /** Starts it behind a prefix such as {@code setpriv}, with another class path and another place of the checkout. */
    static Ringspect start(List<String> prefix, String classPath, Path home, String... arguments) {
        try {
            Path out = Files.createTempFile("ringspect-endtoend", ".out");
            Path err = Files.createTempFile("ringspect-endtoend", ".err");
            List<String> command = new ArrayList<>(prefix);
            // What a shell starts in the background ignores Ctrl-C, and so would all that these tests start.
            command.addAll(List.of("env", "--default-signal=INT"));
            command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-Dringspect.home=" + home, "-cp",
                    classPath, "dev.ringspect.server.cli.Main"));
            command.addAll(List.of(arguments));
            Process process = new ProcessBuilder(command).redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            return new Ringspect(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    /** What it has said on stderr so far. */
    String errors() {
        return read(err);
    }

    /** Waits until it says that it is attached, and returns its helper. */
    ProcessHandle awaitAttached() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!errors().contains("ringspect: attached")) {
            assertThat(hasEndedWithin(20)).as("it ended before it attached: " + errors()).isFalse();
            assertThat(System.nanoTime()).as("not attached in time: " + errors()).isLessThan(end);
        }
        return helper().orElseThrow();
    }

    /** Waits until the first request is printed. */
    void awaitRequest() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!read(out).contains("\n")) {
            assertThat(hasEndedWithin(20)).as("it ended before it printed a request: " + errors()).isFalse();
            assertThat(System.nanoTime()).as("no request in time: " + errors()).isLessThan(end);
        }
    }

    private boolean hasEndedWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until a program of this name runs below it. */
    ProcessHandle awaitDescendant(String name) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Optional<ProcessHandle> found = process.descendants()
                    .filter(child -> read(Path.of("/proc/" + child.pid() + "/comm")).strip().equals(name)).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(hasEndedWithin(20)).as("it ended before " + name + " ran: " + errors()).isFalse();
            assertThat(System.nanoTime()).as(name + " did not run in time: " + errors()).isLessThan(end);
        }
    }

    /** Ends it as kill does. */
    void terminate() {
        process.destroy();
    }

    Optional<ProcessHandle> helper() {
        return process.descendants()
                .filter(child -> read(Path.of("/proc/" + child.pid() + "/comm")).startsWith("ringspect-helpe"))
                .findFirst();
    }

    /** Ends it as Ctrl-C does. */
    void interrupt() {
        LiveLab.run(List.of("kill", "-INT", "" + process.pid()));
    }

    /** Waits for its end and keeps all requests. */
    Ended finish() {
        List<JsonObject> requests = new ArrayList<>();
        return finish(requests::add, requests);
    }

    /** Waits for its end and hands every request over, keeping none. */
    Ended finish(Consumer<JsonObject> request) {
        return finish(request, List.of());
    }

    private Ended finish(Consumer<JsonObject> request, List<JsonObject> kept) {
        int exit = awaitExit();
        JsonObject summary = null;
        try (BufferedReader lines = Files.newBufferedReader(out)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(summary).as("a line behind the summary").isNull();
                JsonObject object = JsonParser.parseString(line).getAsJsonObject();
                if (object.has("summary")) {
                    summary = object.getAsJsonObject("summary");
                } else {
                    request.accept(object);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Ended(exit, kept, summary, errors());
    }

    /** Waits for its end, for at most three minutes, and returns its exit code. */
    int awaitExit() {
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ended; stderr:\n" + errors()).isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}

package dev.ringspect.tracer.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** A traffic program that runs, and what it says that it did; {@code lab.h} describes its lines. */
public final class Traffic implements AutoCloseable {
    /** A request as the program submitted it. */
    public record Sent(String name, int pid, int tid, long userData, String sqe) {
        /** Its bytes: 64 or 128. */
        public byte[] bytes() {
            return HexFormat.of().parseHex(sqe);
        }
    }

    /** A completion as the program reaped it. */
    public record Reaped(long userData, int res, int flags, long bigCqe0, long bigCqe1) {}

    private final Process process;
    private final BufferedReader lines;
    private final List<String> seen = new ArrayList<>();
    private final Path errors;

    private Traffic(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.lines = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one of the lab's programs. */
    public static Traffic start(String program, String... arguments) {
        return startCommand(
                Stream.concat(Stream.of(LiveLab.program(program).toString()), Stream.of(arguments)).toList());
    }

    /** Starts a command that prints such lines, such as a program of the lab under another user. */
    public static Traffic startCommand(List<String> command) {
        try {
            Path errors = Files.createTempFile("ringspect-lab", ".err");
            return new Traffic(new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process's id. */
    public int pid() {
        return (int) process.pid();
    }

    /** Waits until {@code rings} rings exist that are held at the gate; returns the processes that hold them. */
    public List<Integer> awaitReady(int rings) {
        List<Integer> pids = new ArrayList<>();
        while (pids.size() < rings) {
            String line = readLine();
            if (line == null) {
                throw new IllegalStateException("the program ended before it was ready: " + complaint());
            }
            if (line.contains("\"kind\":\"ready\"")) {
                pids.add((int) number(line, "pid"));
            }
        }
        return pids;
    }

    /** The next line that the program prints. */
    public String awaitLine() {
        String line = readLine();
        if (line == null) {
            throw new IllegalStateException("the program ended: " + complaint());
        }
        return line;
    }

    /** Writes a line to the program's standard input. */
    public void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the gate. */
    public void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens the gate, waits for the program's end, which must be 0, and returns all its lines. */
    public List<String> finish() {
        release();
        String line = readLine();
        while (line != null) {
            line = readLine();
        }
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("the program failed: " + complaint());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return List.copyOf(seen);
    }

    /** Ends the program with SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The requests among {@code lines}, in the order of their submission. */
    public static List<Sent> sent(List<String> lines) {
        return lines.stream()
                .filter(line -> line.contains("\"kind\":\"sqe\""))
                .map(line -> new Sent(text(line, "name"), (int) number(line, "pid"), (int) number(line, "tid"),
                        number(line, "userData"), text(line, "sqe")))
                .toList();
    }

    /** The completions among {@code lines}, in the order they were reaped. */
    public static List<Reaped> reaped(List<String> lines) {
        Pattern big = Pattern.compile("\"big\":\\[\"0x([0-9a-f]+)\",\"0x([0-9a-f]+)\"]");
        return lines.stream().filter(line -> line.contains("\"kind\":\"cqe\"")).map(line -> {
            Matcher words = big.matcher(line);
            if (!words.find()) {
                throw new IllegalStateException("no big words: " + line);
            }
            return new Reaped(number(line, "userData"), (int) number(line, "res"), (int) number(line, "flags"),
                    Long.parseUnsignedLong(words.group(1), 16), Long.parseUnsignedLong(words.group(2), 16));
        }).toList();
    }

    /** A number of a line, or a 64-bit number in its text form. */
    public static long number(String line, String member) {
        Matcher m = Pattern.compile("\"" + member + "\":(?:\"0x([0-9a-f]+)\"|(-?[0-9]+))").matcher(line);
        if (!m.find()) {
            throw new IllegalStateException("no number " + member + ": " + line);
        }
        return m.group(1) != null ? Long.parseUnsignedLong(m.group(1), 16) : Long.parseLong(m.group(2));
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try {
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(String line, String member) {
        Matcher m = Pattern.compile("\"" + member + "\":\"([^\"]*)\"").matcher(line);
        if (!m.find()) {
            throw new IllegalStateException("no text " + member + ": " + line);
        }
        return m.group(1);
    }

    private @Nullable String readLine() {
        try {
            String line = lines.readLine();
            if (line != null) {
                seen.add(line);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String complaint() {
        try {
            return Files.readString(errors) + String.join("\n", seen);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

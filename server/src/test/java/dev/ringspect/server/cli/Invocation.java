package dev.ringspect.server.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.ringspect.server.cli.terminal.Terminal;

/** One run of the command line within the test's process: its exit code and what it wrote. */
public record Invocation(int exit, String out, String err) {
    /** For {@link #limited}: root's number with none of root's rights. */
    public static final String POWERLESS = "exec setpriv --bounding-set=-all --inh-caps=-all";

    public static Invocation of(String... arguments) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = Main.run(
                new Terminal(data, new PrintStream(messages, true, StandardCharsets.UTF_8), false), arguments);
        return new Invocation(exit, data.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    }

    /**
     * One run in a process of its own, whose rights or room the shell takes away first.
     *
     * @param before what the shell is told, up to the word before the command
     */
    public static Invocation limited(String before, String... arguments) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> line = new ArrayList<>(List.of("bash", "-c", before + " \"$@\"", "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-XX:-UsePerfData", "-cp", classPath, Main.class.getName()));
        line.addAll(List.of(arguments));
        Path data = Files.createTempFile("invocation", ".out");
        try {
            Process process = new ProcessBuilder(line).redirectOutput(data.toFile()).start();
            String messages = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Invocation(process.waitFor(), Files.readString(data), messages);
        } finally {
            Files.delete(data);
        }
    }

    /** Skips the test, and says so, where files of others can't be made. */
    public static void assumeRoot() throws IOException {
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        if (!root) {
            System.out.println("skipped: only root can make files of others");
        }
        assumeTrue(root, "only root can make files of others");
    }
}

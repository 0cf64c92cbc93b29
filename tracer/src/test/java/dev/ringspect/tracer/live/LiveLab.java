package dev.ringspect.tracer.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The C programs of {@code tracer/src/test/c}, built once for a run of the tests. */
public final class LiveLab {
    /** The source tree's root. */
    public static final Path ROOT = Path.of(System.getProperty("ringspect.root", ".")).toAbsolutePath().normalize();

    private static final Path PROGRAMS = build();

    private LiveLab() {}

    /** One of the programs: {@code flood}, {@code cases}, {@code disguise}, {@code spawn}, {@code steal}. */
    public static Path program(String name) {
        return PROGRAMS.resolve(name);
    }

    /** The native helper, as the tracer's build made it. */
    public static Path helper() {
        return ROOT.resolve("tracer/target/native/ringspect-helper");
    }

    /** Runs a command to its end and returns what it printed on stdout and stderr; it must exit with 0. */
    public static String run(List<String> command) {
        Output output = call(command);
        if (output.exit() != 0) {
            throw new IllegalStateException(command + " exited with " + output.exit() + ":\n" + output.text());
        }
        return output.text();
    }

    /** What a finished command left: its exit status and all it printed. */
    public record Output(int exit, String text) {}

    /** Runs a command to its end, for at most three minutes. */
    public static Output call(List<String> command) {
        try {
            Path printed = Files.createTempFile("ringspect-lab", ".txt");
            try {
                Process process = new ProcessBuilder(command).redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
                if (!process.waitFor(3, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command + " did not end within three minutes");
                }
                return new Output(process.exitValue(), Files.readString(printed));
            } finally {
                Files.delete(printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path build() {
        Path out = ROOT.resolve("tracer/target/lab");
        run(List.of("make", "--no-print-directory", "-s", "-C", ROOT.resolve("tracer/src/test/c").toString(),
                "OUT=" + out));
        return out;
    }
}

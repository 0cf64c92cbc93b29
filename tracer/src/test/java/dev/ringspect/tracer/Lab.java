package dev.ringspect.tracer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What tests on the live kernel share: the built helper, the programs that make traffic, bounded waiting. */
public final class Lab {
    private static final Path ROOT = Path.of(System.getProperty("ringspect.root", ".")).toAbsolutePath();

    private Lab() {}

    /** The helper that the build made. */
    public static Path helper() {
        return ROOT.resolve("tracer/target/native/ringspect-helper");
    }

    /** A program of {@code src/test/c}; built when it is not there. */
    public static synchronized Path program(String name) throws IOException, InterruptedException {
        Path out = ROOT.resolve("tracer/target/lab");
        Path program = out.resolve(name);
        if (!Files.isExecutable(program)) {
            Process make = new ProcessBuilder("make", "-s", "-C", ROOT.resolve("tracer/src/test/c").toString(),
                    "OUT=" + out)
                    .inheritIO().start();
            if (!make.waitFor(120, TimeUnit.SECONDS) || make.exitValue() != 0) {
                throw new IOException("make of the test programs failed");
            }
        }
        return program;
    }

    /** Waits until something holds, and says whether it did within a minute. */
    public static boolean comesTrue(BooleanSupplier holds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return true;
    }

    /** What a program prints on standard output. */
    public static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}

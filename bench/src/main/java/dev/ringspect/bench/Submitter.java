package dev.ringspect.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The C program {@code submit}, which submits requests through liburing and times itself. */
final class Submitter {
    /** Requests it submits before it starts its clock, at most; a tracer sees them too. */
    static final long WARM_UP = 4096 + 64;

    private static final Pattern RESULT = Pattern.compile("\"requests\":([0-9]+),\"elapsedNs\":([0-9]+)");

    private Submitter() {}

    /** What it prints with these options, by itself or behind a tracer's command line: ns a request. */
    static double run(List<String> tracer, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(tracer);
        command.add(program().toString());
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        Matcher result = RESULT.matcher(said);
        if (exit != 0 || !result.find()) {
            throw new IOException(String.join(" ", command) + " failed: " + said);
        }
        return Double.parseDouble(result.group(2)) / Double.parseDouble(result.group(1));
    }

    static Path program() {
        return Path.of(System.getProperty("ringspect.root", "."), "bench/target/native/submit").toAbsolutePath();
    }
}

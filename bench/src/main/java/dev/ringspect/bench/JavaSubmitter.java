package dev.ringspect.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that runs {@link SubmitProgram} for one kind of request, and submits as often as it is asked to. */
final class JavaSubmitter implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    private JavaSubmitter(Process process) {
        this.process = process;
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader();
    }

    static JavaSubmitter start(boolean command, int batch) throws IOException {
        return new JavaSubmitter(new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp",
                        System.getProperty("java.class.path"), SubmitProgram.class.getName(),
                        Boolean.toString(command), Integer.toString(batch)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Submits and reaps {@code count} requests; ns a request. */
    double submit(long count) throws IOException {
        orders.println(count);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the submitting process ended early");
        }
        return Double.parseDouble(answer);
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}

package dev.ringspect.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One run of the command line within the test's process: its exit code and what it wrote. */
record Invocation(int exit, String out, String err) {
    static Invocation of(String... arguments) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = Main.run(
                new Terminal(data, new PrintStream(messages, true, StandardCharsets.UTF_8), false), arguments);
        return new Invocation(exit, data.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    }
}

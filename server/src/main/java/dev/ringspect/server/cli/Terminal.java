package dev.ringspect.server.cli;

import java.io.BufferedOutputStream;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import dev.ringspect.protocol.text.Severity;

/**
 * The two ways out of a command: data on standard output, buffered and in UTF-8, and messages on standard error.
 * Unlike a {@link PrintStream}, data that nobody takes ends the command, by {@link BrokenPipe}.
 */
final class Terminal {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream data;
    private final PrintStream messages;
    private final boolean colour;

    Terminal(OutputStream data, PrintStream messages, boolean colour) {
        this.data = new BufferedOutputStream(data, BUFFER_BYTES);
        this.messages = messages;
        this.colour = colour;
    }

    /** The terminal, or the pipes, that this process was started with. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 does return null without a terminal, whatever Error Prone knows
    static Terminal ofProcess() {
        boolean colour = System.console() != null && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8), colour);
    }

    /** Where data go that someone else writes. */
    OutputStream data() {
        return data;
    }

    /** Where messages go that someone else writes. */
    PrintStream messages() {
        return messages;
    }

    /** One line of data. */
    void print(String line) {
        try {
            data.write(line.getBytes(StandardCharsets.UTF_8));
            data.write('\n');
        } catch (IOException e) {
            throw new BrokenPipe(e);
        }
    }

    /** Hands over what is buffered. */
    void flush() {
        try {
            data.flush();
        } catch (IOException e) {
            throw new BrokenPipe(e);
        }
    }

    /** One line for a person, behind the data printed so far. */
    void say(String message) {
        flush();
        messages.println(message);
    }

    /** {@code text} in a colour when a person looks at it, and as it is otherwise. */
    String paint(Ink ink, String text) {
        return colour ? ink.escape + text + "\u001b[0m" : text;
    }

    /** The colour of a finding. */
    static Ink inkOf(Severity severity) {
        return switch (severity) {
            case ERROR -> Ink.BAD;
            case WARNING -> Ink.CAUTION;
            case INFO -> Ink.QUIET;
        };
    }

    /** What colours mean. */
    enum Ink {
        GOOD("\u001b[32m"), BAD("\u001b[31m"), CAUTION("\u001b[33m"), QUIET("\u001b[2m"), STRONG("\u001b[1m");

        private final String escape;

        Ink(String escape) {
            this.escape = escape;
        }
    }

    /** Hands over everything; false when nobody takes it any more. */
    boolean finish() {
        messages.flush();
        try {
            data.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

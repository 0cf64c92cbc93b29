package dev.ringspect.server.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.ringspect.protocol.text.Severity;

/**
 * The two ways out of a command: data on standard output, buffered and in UTF-8, and messages on standard error.
 * Data that nobody takes stop no command; {@link #finish} makes a failure of it.
 */
public final class Terminal {
    private static final int BUFFER_BYTES = 1 << 16;

    private final DataOutput output;
    private final OutputStream data;
    private final PrintStream messages;
    private final boolean colour;
    private boolean failureSaid;

    public Terminal(OutputStream data, PrintStream messages, boolean colour) {
        output = new DataOutput(data);
        this.data = new BufferedOutputStream(output, BUFFER_BYTES);
        this.messages = messages;
        this.colour = colour;
    }

    /** The terminal, or the pipes, that this process was started with. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 does return null without a terminal, whatever Error Prone knows
    public static Terminal ofProcess() {
        boolean colour = System.console() != null && System.getenv("NO_COLOR") == null
                && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8), colour);
    }

    /** Where data go that someone else writes. */
    public OutputStream data() {
        return data;
    }

    /** Where messages go that someone else writes. */
    public PrintStream messages() {
        return messages;
    }

    /** One line of data. */
    public void print(String line) {
        write(line + '\n');
    }

    /** Data as they are. */
    public void write(String text) {
        try {
            data.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("the output keeps its failures to itself", impossible);
        }
    }

    /** Hands over what is buffered. */
    public void flush() {
        try {
            data.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException("the output keeps its failures to itself", impossible);
        }
    }

    /** Whether nobody takes data any more; a command that would go on for long may as well end. */
    public boolean isLost() {
        return output.isLost();
    }

    /** One line for a person, after the data printed so far. */
    public void say(String message) {
        flush();
        messages.println(message);
    }

    /** {@code text} in a colour when a person looks at it, and as it is otherwise. */
    public String paint(Ink ink, String text) {
        return colour ? ink.escape + text + "\u001b[0m" : text;
    }

    /** The colour of a finding. */
    public static Ink inkOf(Severity severity) {
        return switch (severity) {
            case ERROR -> Ink.BAD;
            case WARNING -> Ink.CAUTION;
            case INFO -> Ink.QUIET;
        };
    }

    /** What colours mean. */
    public enum Ink {
        GOOD("\u001b[32m"), BAD("\u001b[31m"), CAUTION("\u001b[33m"), QUIET("\u001b[2m"), STRONG("\u001b[1m");

        private final String escape;

        Ink(String escape) {
            this.escape = escape;
        }
    }

    /**
     * Hands over everything.
     *
     * @param exit what the command itself makes of its end
     * @return the exit code: {@code exit}, unless data could not be written, which is said
     */
    public int finish(int exit) {
        flush();
        Optional<String> failure = output.failure();
        if (failure.isPresent() && !failureSaid) {
            failureSaid = true;
            messages.println("ringspect: cannot write to standard output: " + failure.get());
        }
        messages.flush();
        return failure.isEmpty() || exit == Exit.BUG ? exit : Exit.USAGE;
    }
}

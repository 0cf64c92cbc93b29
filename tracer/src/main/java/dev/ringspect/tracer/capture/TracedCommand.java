package dev.ringspect.tracer.capture;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.ringspect.tracer.helper.PrivateDirectory;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SystemCalls;

/**
 * A command that waits at a gate: a shell, which is the process that will become the command, reads a line from a FIFO
 * before it goes on. So the process can be traced before the command's first instruction, and it runs as the caller. If
 * this process dies before the gate is opened, the shell reads the end of the FIFO and goes too.
 */
public final class TracedCommand implements AutoCloseable {
    private static final String GATE = "IFS= read -r go < \"$0\" || exit 125; exec \"$@\"";
    private static final int FIFO_MODE = 0600;
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final PrivateDirectory directory;
    private final RandomAccessFile gate;
    private final Process process;

    private TracedCommand(PrivateDirectory directory, RandomAccessFile gate, Process process) {
        this.directory = directory;
        this.gate = gate;
        this.process = process;
    }

    /** Why a shell would not run the program: a path with a slash, or a name in one of PATH's directories. */
    public static Optional<Refusal> check(String program) {
        if (program.contains("/")) {
            Path path = Path.of(program);
            if (!Files.exists(path)) {
                return refusal(program, "there is no such file", "check its path");
            }
            return Files.isRegularFile(path) && Files.isExecutable(path)
                    ? Optional.empty()
                    : refusal(program, "it may not be executed", "make it executable: chmod +x " + program);
        }
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        for (String directory : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory.isEmpty() ? "." : directory, program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.empty();
            }
        }
        return refusal(program, "there is no such program in PATH", "check its name");
    }

    private static Optional<Refusal> refusal(String program, String why, String fix) {
        return Optional.of(new Refusal(Refusal.Cause.INPUT, "starting " + program, why, fix));
    }

    /** Starts the shell that will become the command; it waits for {@link #release}. */
    static TracedCommand start(TraceTarget.Command command) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create();
        try {
            Path fifo = directory.path().resolve("gate");
            long made = SystemCalls.linux().mkfifo(fifo.toString(), FIFO_MODE);
            if (made < 0) {
                throw new IOException(SysError.of("mkfifo(" + fifo + ")", made).text());
            }
            // Open for both directions: that neither waits for a reader nor fails without one.
            RandomAccessFile gate = new RandomAccessFile(fifo.toFile(), "rw");
            List<String> arguments = new ArrayList<>();
            arguments
                    .addAll(List.of("/bin/sh", "-c", command.outputToStderr() ? GATE + " >&2" : GATE, fifo.toString()));
            arguments.addAll(command.arguments());
            try {
                return new TracedCommand(directory, gate, new ProcessBuilder(arguments).inheritIO().start());
            } catch (IOException e) {
                gate.close();
                throw e;
            }
        } catch (IOException e) {
            directory.close();
            throw e;
        }
    }

    /** The command's process id, the shell's before. */
    public long pid() {
        return process.pid();
    }

    /** Lets the command go. */
    public void release() throws IOException {
        gate.write('\n');
    }

    /** Completes when the command has ended. */
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Waits for the command's end, and says whether it came in time. */
    public boolean await(long timeoutMillis) throws InterruptedException {
        return process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** Its exit status as a shell counts it (128 + the signal that ended it), empty while it runs. */
    public OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** What an exit status says to a person. */
    public static String describe(int status) {
        return switch (status) {
            case 0 -> "it ended";
            case NOT_EXECUTABLE -> "it ended with 126: the program could not be run";
            case NOT_FOUND -> "it ended with 127: the program was not found";
            default -> status > 128 ? "it was ended by signal " + (status - 128) : "it ended with " + status;
        };
    }

    /** Ends the command if it still runs, and removes the gate. */
    @Override
    public void close() throws IOException {
        process.destroy();
        gate.close();
        directory.close();
    }
}

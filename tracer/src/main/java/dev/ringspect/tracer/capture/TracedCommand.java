package dev.ringspect.tracer.capture;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.ringspect.protocol.text.ByteText;
import dev.ringspect.tracer.session.Followed;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.Pipe;
import dev.ringspect.tracer.sys.PollSet;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.SystemCalls;

/**
 * A command that waits at a gate: a shell, which is the process that will become the command, reads a line from a pipe
 * before it goes on. So the process can be traced before the command's first instruction, and it runs as the caller. It
 * opens the pipe by way of {@code /proc}, for this process holds both ends alone: if it dies before the gate is opened,
 * the shell finds no pipe, or reads its end, and goes too. If it dies later, of whatever signal, the pipe's end ends the
 * command, see {@link CommandGate}. Nothing is left behind.
 */
public final class TracedCommand implements Followed {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final Pipe gate;
    private final Process process;
    private boolean released;
    private boolean closed;

    private TracedCommand(Pipe gate, Process process) {
        this.gate = gate;
        this.process = process;
    }

    /** Why a shell would not run the program: a path with a slash, or a name in one of PATH's directories. */
    public static Optional<Refusal> check(String program) {
        if (!isOurProc()) {
            return Optional.of(new Refusal(Refusal.Cause.SYSTEM, "starting " + program,
                    "/proc is missing, or shows another PID namespace than this one, and the command waits for the trace by way of it",
                    "mount this namespace's own: mount -t proc proc /proc (unshare has --mount-proc)"));
        }
        if (program.contains("/")) {
            Path path = ByteText.path(program);
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

    private static boolean isOurProc() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self")).toString()
                    .equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Refusal> refusal(String program, String why, String fix) {
        return Optional.of(new Refusal(Refusal.Cause.INPUT, "starting " + program, why, fix));
    }

    /** Starts the shell that will become the command; it waits for {@link #release}. */
    static TracedCommand start(TraceTarget.Command command) throws IOException {
        return switch (Pipe.open()) {
            case SysResult.Failed<Pipe>(SysError error) -> throw new IOException(error.text());
            case SysResult.Ok<Pipe>(Pipe gate) -> {
                try {
                    yield new TracedCommand(gate, process(command, gate).start());
                } catch (IOException e) {
                    gate.close();
                    throw e;
                }
            }
        };
    }

    private static ProcessBuilder process(TraceTarget.Command command, Pipe gate) {
        String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + gate.readEnd().fd();
        ProcessBuilder process = new ProcessBuilder(
                CommandGate.shell(path, command.outputToStderr(), command.arguments())).inheritIO();
        restoreLocale(process.environment());
        return switch (command.input()) {
            case INHERITED -> process;
            case EMPTY -> process.redirectInput(new File("/dev/null"));
        };
    }

    /** The launcher gives this process a locale of its own, and keeps the user's: {@code =value}, or {@code -} for none. */
    private static void restoreLocale(Map<String, String> environment) {
        String kept = environment.remove("RINGSPECT_LC_ALL");
        if (kept != null && kept.startsWith("=")) {
            environment.put("LC_ALL", kept.substring(1));
        } else if (kept != null) {
            environment.remove("LC_ALL");
        }
    }

    /** The command's process id, the shell's before. */
    public long pid() {
        return process.pid();
    }

    @Override
    public synchronized void release() throws IOException {
        released = true;
        long written = sayLine();
        if (written < 0) {
            throw new IOException(SysError.of("write", written).text());
        }
    }

    private long sayLine() {
        try (Arena arena = Arena.ofConfined()) {
            return SystemCalls.linux().write(gate.writeEnd().fd(),
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) '\n'), 1);
        }
    }

    @Override
    public CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Waits for the command's end, and says whether it came in time. */
    public boolean await(long timeoutMillis) throws InterruptedException {
        return process.waitFor(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public OptionalInt exitStatus() {
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** The gate still holds the line that was to open it: the shell failed before the command. */
    @Override
    public synchronized boolean neverStarted() {
        if (closed || !released || process.isAlive()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            PollSet unread = new PollSet(arena, gate.readEnd().fd());
            return unread.await(0) > 0 && unread.ready(0);
        }
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

    /**
     * Ends the command if it still runs, and what comes from it: they are asked to (SIGTERM), and two seconds later those
     * that are left are killed. Waits for nothing. What a command left behind that has ended is not touched.
     */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (!process.isAlive()) {
                sayLine();
            }
            gate.close();
        }
    }
}

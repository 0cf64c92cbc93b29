package dev.ringspect.tracer.helper;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.ringspect.protocol.traffic.EventLayout;
import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.Message;
import dev.ringspect.tracer.sys.MessageSocket;
import dev.ringspect.tracer.sys.PeerCredentials;
import dev.ringspect.tracer.sys.PollSet;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.SystemCalls;

/**
 * Starts the helper and shakes hands with it. The helper connects to a socket in a directory that only this user may
 * enter; both ends check who the other is; socket and directory are gone before the first event is read. If this process
 * dies at any point, the helper meets a closed socket and ends.
 */
public final class HelperLauncher {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int HELLO_MILLIS = 30_000;
    private static final int SLICE_MILLIS = 50;
    private static final String INSTALLED = "/usr/local/bin/ringspect-helper";
    private static final String WHAT = "starting the tracer's helper";

    private HelperLauncher() {}

    /** Starts the helper that {@link HelperBinary#find} finds. A {@code Command} target starts with no process. */
    public static Started start(TraceOptions options) {
        return switch (HelperBinary.find()) {
            case HelperBinary.Search.Missing(Refusal refusal) -> new Started.Refused(refusal);
            case HelperBinary.Search.Found(Path binary) -> start(binary, options);
        };
    }

    /** Starts the helper at {@code binary}: directly, and if it lacks the privilege, by {@code sudo} without password. */
    public static Started start(Path binary, TraceOptions options) {
        Attempt direct = attempt(List.of(binary.toString()), options);
        if (!(direct instanceof Attempt.Failed failed) || !failed.lacksPrivilege()) {
            return direct.outcome();
        }
        Refusal refusal = failed.refusal();
        if (SystemCalls.linux().getuid() != 0 && Sudo.runs(binary)) {
            Attempt privileged = attempt(List.of("sudo", "-n", "--", binary.toString()), options);
            if (!(privileged instanceof Attempt.Failed again) || !again.lacksPrivilege()) {
                return privileged.outcome();
            }
            refusal = again.refusal();
        }
        return new Started.Refused(
                new Refusal(Refusal.Cause.SYSTEM, refusal.what(), refusal.why(), waysToPrivilege(binary)));
    }

    /** Each way to give the helper what it needs. */
    private static String waysToPrivilege(Path binary) {
        return "run as root; or let sudo work without a password; or give a copy of the helper its capabilities: "
                + String.join(" && ", capabilityCommands(binary));
    }

    /** The shell commands that make a copy of the helper with the capabilities that it needs, and have it used. */
    public static List<String> capabilityCommands(Path binary) {
        return List.of("sudo install -D -m 0755 " + ShellWord.of(binary) + " " + INSTALLED,
                "sudo setcap cap_bpf,cap_perfmon=ep " + INSTALLED, "export RINGSPECT_HELPER=" + INSTALLED);
    }

    private sealed interface Attempt {
        record Succeeded(HelperLink link) implements Attempt {
            @Override
            public Started outcome() {
                return new Started.Running(link);
            }
        }

        record Failed(Refusal refusal, int errno) implements Attempt {
            @Override
            public Started outcome() {
                return new Started.Refused(refusal);
            }

            boolean lacksPrivilege() {
                return errno == Errno.EPERM || errno == Errno.EACCES;
            }
        }

        Started outcome();
    }

    private static Attempt attempt(List<String> program, TraceOptions options) {
        try (PrivateDirectory directory = PrivateDirectory.create()) {
            Path path = directory.path().resolve("helper");
            return switch (MessageSocket.listen(path)) {
                case SysResult.Failed<MessageSocket>(SysError error) -> failed(error.text(), error.fix());
                case SysResult.Ok<MessageSocket>(MessageSocket listener) -> {
                    try (listener) {
                        yield launch(arguments(program, path, options), listener, directory);
                    }
                }
            };
        } catch (IOException e) {
            return failed("a private directory could not be made: " + e.getMessage(),
                    "set TMPDIR to a directory you may write to");
        }
    }

    static List<String> arguments(List<String> program, Path socket, TraceOptions options) {
        List<String> arguments = new ArrayList<>(program);
        arguments.addAll(List.of("--connect", socket.toString(), "--events-version",
                Integer.toString(EventLayout.VERSION), "--ring-bytes",
                Integer.toString(options.ringBytes())));
        switch (options.target()) {
            case TraceTarget.Everything() -> arguments.add("--all");
            case TraceTarget.Processes(List<Integer> pids) ->
                pids.forEach(pid -> arguments.addAll(List.of("--pid", pid.toString())));
            case TraceTarget.User(int uid) ->
                arguments.addAll(List.of("--all", "--uid", Integer.toUnsignedString(uid)));
            case TraceTarget.Command ignored -> {
            }
        }
        if (!options.opcodes().isEmpty()) {
            arguments.addAll(List.of("--opcodes", joined(options.opcodes(), "%d")));
        }
        if (!options.cmdOps().isEmpty()) {
            arguments.addAll(List.of("--cmd-ops", joined(options.cmdOps(), "0x%x")));
        }
        return arguments;
    }

    private static String joined(List<Integer> numbers, String format) {
        return numbers.stream().map(format::formatted).collect(Collectors.joining(","));
    }

    private static Attempt launch(List<String> command, MessageSocket listener, PrivateDirectory directory)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        OutputTail words = new OutputTail(process.getErrorStream(), "ringspect-helper-stderr");
        boolean running = false;
        try {
            Attempt attempt = accept(process, words, listener, directory);
            running = attempt instanceof Attempt.Succeeded;
            return attempt;
        } finally {
            if (!running) {
                end(process);
            }
        }
    }

    private static Attempt accept(Process process, OutputTail words, MessageSocket listener,
            PrivateDirectory directory) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            PollSet incoming = new PollSet(arena, listener.fd());
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONNECT_MILLIS);
            while (incoming.await(SLICE_MILLIS) <= 0) {
                if (!process.isAlive()) {
                    return failed("it ended at once (exit status " + process.exitValue() + ")" + quoted(words), "");
                }
                if (System.nanoTime() > end) {
                    return failed("it did not connect within " + CONNECT_MILLIS / 1000 + " s" + quoted(words), "");
                }
            }
        }
        // Connected, so nobody needs the path any more: what is not there cannot be left behind.
        directory.close();
        return switch (listener.accept()) {
            case SysResult.Failed<MessageSocket>(SysError error) -> failed(error.text(), error.fix());
            case SysResult.Ok<MessageSocket>(MessageSocket socket) -> {
                Attempt attempt = greet(process, words, socket);
                if (attempt instanceof Attempt.Failed) {
                    socket.close();
                }
                yield attempt;
            }
        };
    }

    private static Attempt greet(Process process, OutputTail words, MessageSocket socket) {
        Optional<String> stranger = switch (socket.peer()) {
            case SysResult.Failed<PeerCredentials>(SysError error) -> Optional.of(error.text());
            case SysResult.Ok<PeerCredentials>(PeerCredentials peer) -> stranger(process, peer);
        };
        if (stranger.isPresent()) {
            return failed(stranger.get(), "another process reached the socket: see who may use this account");
        }
        return switch (socket.receive(HELLO_MILLIS)) {
            case SysResult.Failed<Message>(SysError error) ->
                failed("it said nothing: " + error.text() + quoted(words), "");
            case SysResult.Ok<Message>(Message message) -> {
                Attempt attempt = message.end()
                        ? failed("it ended before it said anything" + quoted(words), "")
                        : hello(process, words, socket, message);
                if (attempt instanceof Attempt.Failed) {
                    message.close();
                }
                yield attempt;
            }
        };
    }

    private static Attempt hello(Process process, OutputTail words, MessageSocket socket, Message message) {
        return switch (HelperMessages.greeting(message.text())) {
            case HelperMessages.Greeting.Refused(Refusal refusal, int errno) -> new Attempt.Failed(refusal, errno);
            case HelperMessages.Greeting.Hello(HelperHello hello) -> {
                if (message.descriptors().size() < 2) {
                    yield failed(
                            "its greeting came with " + message.descriptors().size() + " descriptors in place of 2",
                            "use the helper that came with this Ringspect");
                }
                message.descriptors().stream().skip(2).forEach(extra -> extra.close());
                yield new Attempt.Succeeded(new HelperLink(process, words, socket, hello, message.descriptors().get(0),
                        message.descriptors().get(1)));
            }
        };
    }

    /** Why the peer is not the process that was started, empty when it is. */
    private static Optional<String> stranger(Process process, PeerCredentials peer) {
        int own = SystemCalls.linux().getuid();
        if (peer.uid() != own && peer.uid() != 0) {
            return Optional.of("user " + peer.uid() + " connected in its place");
        }
        if (peer.pid() == process.pid()) {
            // Said first, for a helper that has already ended cannot be looked up any more.
            return Optional.empty();
        }
        Optional<ProcessHandle> at = ProcessHandle.of(peer.pid());
        while (at.isPresent()) {
            if (at.get().pid() == process.pid()) {
                return Optional.empty();
            }
            at = at.get().parent();
        }
        // With hidepid a root process is invisible to others; root needs no disguise, so its word is taken.
        return peer.uid() == 0 && own != 0
                ? Optional.empty()
                : Optional.of("process " + peer.pid() + " connected in its place");
    }

    private static String quoted(OutputTail words) {
        String said = words.text();
        return said.isEmpty() ? "" : ": " + said;
    }

    private static Attempt failed(String why, String fix) {
        return new Attempt.Failed(new Refusal(Refusal.Cause.SYSTEM, WHAT, why, fix), 0);
    }

    /** Waits for a process whose socket is closed, and ends it by force if it does not go. */
    static void end(Process process) {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroy();
                if (!process.waitFor(1, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

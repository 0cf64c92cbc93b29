package dev.ringspect.tracer.helper;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import dev.ringspect.tracer.session.Refusal;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.Message;
import dev.ringspect.tracer.sys.MessageSocket;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;

/**
 * The connection to a helper that has attached. While it is open the kernel makes events; closing it ends the helper and
 * unloads its programs. Messages may be sent by any thread.
 */
public final class HelperLink implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;
    private static final int SIGNALS = 128;

    private final Process process;
    private final OutputTail words;
    private final MessageSocket socket;
    private final HelperHello hello;
    private final Descriptor ringBuffer;
    private final Descriptor counters;
    private boolean gone;

    HelperLink(Process process, OutputTail words, MessageSocket socket, HelperHello hello, Descriptor ringBuffer,
            Descriptor counters) {
        this.process = process;
        this.words = words;
        this.socket = socket;
        this.hello = hello;
        this.ringBuffer = ringBuffer;
        this.counters = counters;
    }

    /** What the helper said of itself and of the machine. */
    public HelperHello hello() {
        return hello;
    }

    /** The ring buffer map's descriptor; the link owns it. */
    public Descriptor ringBuffer() {
        return ringBuffer;
    }

    /** The counters map's descriptor; the link owns it. */
    public Descriptor counters() {
        return counters;
    }

    /** The socket's descriptor, for polling: it becomes readable when the helper is gone. */
    public int fd() {
        return socket.fd();
    }

    /** The helper's process, or that of the {@code sudo} it runs under. */
    public long pid() {
        return process.pid();
    }

    /**
     * Adds a process and its future children to those that are traced.
     *
     * @return why not, or empty when it is done
     */
    public Optional<Refusal> addProcess(long pid) {
        String what = "tracing process " + pid;
        return switch (ask(what, "pid " + pid)) {
            case Answer.Text(String text) -> HelperMessages.answer(what, text);
            case Answer.None(Refusal refusal) -> Optional.of(refusal);
        };
    }

    /**
     * How often, since the start, the kernel skipped one of the programs because it had interrupted itself on a
     * processor: so many events may be missing that were never counted as lost. Empty when the helper does not say.
     */
    public OptionalLong missedRuns() {
        return switch (ask("counting skipped programs", "missed")) {
            case Answer.Text(String text) -> HelperMessages.missed(text);
            case Answer.None ignored -> OptionalLong.empty();
        };
    }

    private sealed interface Answer {
        record Text(String text) implements Answer {}

        record None(Refusal refusal) implements Answer {}
    }

    private synchronized Answer ask(String what, String message) {
        long sent = socket.send(message);
        if (sent < 0) {
            return new Answer.None(gone(what, SysError.of("sendmsg", sent)));
        }
        return switch (socket.receive(ANSWER_MILLIS)) {
            case SysResult.Failed<Message>(SysError error) -> new Answer.None(gone(what, error));
            case SysResult.Ok<Message>(Message answer) -> {
                try (answer) {
                    gone |= answer.end();
                    yield answer.end()
                            ? new Answer.None(
                                    new Refusal(Refusal.Cause.SYSTEM, what, endReason(), "start the trace again"))
                            : new Answer.Text(answer.text());
                }
            }
        };
    }

    private static Refusal gone(String what, SysError error) {
        return new Refusal(Refusal.Cause.SYSTEM, what, "the helper does not answer: " + error.text(),
                "start the trace again");
    }

    /** Whether the helper is gone; looks at the socket without waiting. */
    public synchronized boolean ended() {
        if (!gone) {
            switch (socket.receive(0)) {
                case SysResult.Ok<Message>(Message message) -> {
                    message.close();
                    gone = message.end();
                }
                case SysResult.Failed<Message>(SysError error) -> gone = error.errno() != Errno.ETIMEDOUT;
            }
        }
        return gone;
    }

    /** How the helper ended, in words; waits a moment for its exit status. */
    public String endReason() {
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                return "the helper closed its connection";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the helper closed its connection";
        }
        int status = process.exitValue();
        String how = status > SIGNALS
                ? "was killed (signal " + (status - SIGNALS) + ")"
                : "ended (exit status " + status + ")";
        String said = words.text();
        return "the helper " + how + (said.isEmpty() ? "" : ", its last words: " + said);
    }

    /** Ends the helper: it goes when its socket closes, and the kernel unloads its programs. */
    @Override
    public void close() {
        socket.close();
        ringBuffer.close();
        counters.close();
        HelperLauncher.end(process);
    }
}

package dev.ringspect.server.lsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** Where the connection stands, from {@code initialize} to the exit code. */
final class Lifecycle {
    private enum Stage {
        NEW, RUNNING, SHUT_DOWN
    }

    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);
    private final AtomicBoolean told = new AtomicBoolean();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** Enters the running stage; a second {@code initialize} is refused. */
    void initialize() {
        if (!stage.compareAndSet(Stage.NEW, Stage.RUNNING)) {
            throw refused(ResponseErrorCode.InvalidRequest, "initialize was sent already");
        }
    }

    /** The client has the answer to {@code initialize}; whether it says so for the first time, and in its time. */
    boolean initialized() {
        return isRunning() && told.compareAndSet(false, true);
    }

    /** Enters the stage in which only {@code exit} is served. */
    void shutDown() {
        requireRunning();
        stage.set(Stage.SHUT_DOWN);
    }

    /** Ends the server, with exit code 0 when the client shut it down first and 1 when not. */
    void exit() {
        exitCode.complete(stage.get() == Stage.SHUT_DOWN ? 0 : 1);
    }

    /** Ends the server, whatever the client asked for, since it can't be understood any more. */
    void fail() {
        exitCode.complete(1);
    }

    /** Completes when the server has to go, with its exit code. */
    CompletableFuture<Integer> exitCode() {
        return exitCode;
    }

    /** Whether texts and requests are taken now. */
    boolean isRunning() {
        return stage.get() == Stage.RUNNING;
    }

    /** Returns while requests are served, else throws the error that the protocol asks for. */
    void requireRunning() {
        switch (stage.get()) {
            case NEW -> throw refused(ResponseErrorCode.ServerNotInitialized, "initialize has to come first");
            case RUNNING -> {
            }
            case SHUT_DOWN -> throw refused(ResponseErrorCode.InvalidRequest, "the server was shut down");
        }
    }

    private static ResponseErrorException refused(ResponseErrorCode code, String message) {
        return new ResponseErrorException(new ResponseError(code, message, null));
    }
}

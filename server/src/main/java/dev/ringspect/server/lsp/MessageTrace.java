package dev.ringspect.server.lsp;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.LogTraceParams;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TraceValue;
import org.eclipse.lsp4j.jsonrpc.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * Tells the client of each message that was served, in {@code $/logTrace}, as far as it asked for that in
 * {@code initialize} or {@code $/setTrace}: method and time with {@code messages}, the parameters too with
 * {@code verbose}.
 */
final class MessageTrace implements Endpoint {
    private static final String METHOD = "$/logTrace";

    private final Endpoint methods;
    private final BiConsumer<String, Object> client;
    private volatile String level = TraceValue.Off;

    /**
     * Methods that are told of.
     *
     * @param methods the server's methods
     * @param client takes the method and the parameters of a notification to the client
     */
    MessageTrace(Endpoint methods, BiConsumer<String, Object> client) {
        this.methods = methods;
        this.client = client;
    }

    @Override
    public CompletableFuture<?> request(String method, @Nullable Object parameter) {
        if (parameter instanceof InitializeParams introduction && introduction.getTrace() != null) {
            level = introduction.getTrace();
        }
        long begun = System.nanoTime();
        CompletableFuture<?> answer = methods.request(method, parameter);
        if (traces()) {
            // a cancellation has to reach the answer itself, not what depends on it
            var _ = answer.whenComplete((_, failed) -> tell(method + " " + outcome(failed) + " after "
                    + milliseconds(System.nanoTime() - begun) + " ms", parameter));
        }
        return answer;
    }

    @Override
    public void notify(String method, @Nullable Object parameter) {
        if (parameter instanceof SetTraceParams asked && asked.getValue() != null) {
            level = asked.getValue();
        }
        methods.notify(method, parameter);
        if (traces()) {
            tell(method + " taken", parameter);
        }
    }

    private boolean traces() {
        return !level.equals(TraceValue.Off);
    }

    private void tell(String message, @Nullable Object parameter) {
        LogTraceParams told = new LogTraceParams(message);
        if (level.equals(TraceValue.Verbose) && parameter != null) {
            told.setVerbose(parameter.toString());
        }
        client.accept(METHOD, told);
    }

    private static String outcome(@Nullable Throwable failed) {
        return switch (failed) {
            case null -> "answered";
            case CancellationException _ -> "cancelled";
            default -> "refused";
        };
    }

    private static String milliseconds(long ns) {
        return String.format(Locale.ROOT, "%.1f", ns / 1e6);
    }
}

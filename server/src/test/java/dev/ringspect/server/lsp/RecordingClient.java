package dev.ringspect.server.lsp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import com.google.gson.JsonObject;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.LogTraceParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.services.LanguageClient;

/** Keeps what the server sends by itself. */
final class RecordingClient implements LanguageClient {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Map<String, PublishDiagnosticsParams> published = new HashMap<>();
    private final List<String> logged = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private final List<LogTraceParams> traced = new ArrayList<>();
    private final Set<String> refreshes = new HashSet<>();
    private JsonObject settings = new JsonObject();

    @Override
    public synchronized void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
        published.put(diagnostics.getUri(), diagnostics);
        notifyAll();
    }

    @Override
    public synchronized void showMessage(MessageParams message) {
        messages.add(message.getMessage());
        notifyAll();
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> registerCapability(RegistrationParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> createProgress(WorkDoneProgressCreateParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized void notifyProgress(ProgressParams params) {
        progress.add(params.getValue().getLeft().getKind() + " " + params.getToken().getLeft());
        notifyAll();
    }

    @Override
    public synchronized CompletableFuture<List<Object>> configuration(ConfigurationParams params) {
        return CompletableFuture.completedFuture(List.of(settings));
    }

    @Override
    public synchronized CompletableFuture<Void> refreshInlayHints() {
        refreshes.add("hints");
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> refreshCodeLenses() {
        refreshes.add("lenses");
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> refreshDiagnostics() {
        refreshes.add("diagnostics");
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletableFuture<Void> refreshSemanticTokens() {
        refreshes.add("tokens");
        notifyAll();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized void logTrace(LogTraceParams told) {
        traced.add(told);
        notifyAll();
    }

    /** The first word on how a message was served that begins with {@code start}. */
    synchronized LogTraceParams awaitTrace(String start) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (traced.stream().noneMatch(told -> told.getMessage().startsWith(start))) {
            await(deadline, "nothing was told of " + start);
        }
        return traced.stream().filter(told -> told.getMessage().startsWith(start)).findFirst().orElseThrow();
    }

    /** How many messages were told of so far. */
    synchronized int traced() {
        return traced.size();
    }

    /** What the client answers when it is asked for its settings. */
    synchronized void set(JsonObject answer) {
        settings = answer;
    }

    /** Waits until {@code what} was told to be asked for anew. */
    synchronized void awaitRefresh(String what) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!refreshes.contains(what)) {
            await(deadline, what + " were never refreshed");
        }
        refreshes.remove(what);
    }

    /** Waits for a kind of progress, such as {@code end}; everything told until then. */
    synchronized List<String> awaitProgress(String kind) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (progress.stream().noneMatch(told -> told.startsWith(kind))) {
            await(deadline, "no progress was told as " + kind);
        }
        return List.copyOf(progress);
    }

    @Override
    public void telemetryEvent(Object object) {}

    @Override
    public synchronized void logMessage(MessageParams message) {
        logged.add(message.getType() + " " + message.getMessage());
        notifyAll();
    }

    /** The first line of the log that has {@code part}. */
    synchronized String awaitLog(String part) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (logged.stream().noneMatch(line -> line.contains(part))) {
            await(deadline, "the log has no " + part + ": " + logged);
        }
        return logged.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    /** The first message that was shown to the user. */
    synchronized String awaitMessage() {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (messages.isEmpty()) {
            await(deadline, "no message was shown");
        }
        return messages.getFirst();
    }

    /** The diagnostics of a text once they are as wanted; fails with those that came last when that takes too long. */
    synchronized List<Diagnostic> awaitDiagnostics(String uri, Predicate<List<Diagnostic>> wanted) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (true) {
            PublishDiagnosticsParams last = published.get(uri);
            if (last != null && wanted.test(last.getDiagnostics())) {
                return last.getDiagnostics();
            }
            await(deadline, "the diagnostics of " + uri + " never were as expected; the last are " + last);
        }
    }

    private synchronized void await(long deadline, String failure) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new AssertionError(failure);
        }
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

package dev.ringspect.server.lsp;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Progress;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.WorkDoneProgressBegin;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressEnd;
import org.eclipse.lsp4j.WorkDoneProgressNotification;
import org.eclipse.lsp4j.WorkDoneProgressReport;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Shows work in the client, where its user can cancel it; in silence in a client that does not know progress. */
final class ClientProgress implements Progress {
    private final Client client;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<String, Cancel> running = new ConcurrentHashMap<>();

    ClientProgress(Client client) {
        this.client = client;
    }

    @Override
    public Step begin(String title, Cancel cancel) {
        if (!Ability.SHOWS_PROGRESS.isOf(client.facts())) {
            return NONE.begin(title, cancel);
        }
        String token = "ringspect-" + last.incrementAndGet();
        running.put(token, cancel);
        WorkDoneProgressBegin begin = new WorkDoneProgressBegin();
        begin.setTitle(title);
        begin.setCancellable(true);
        ClientStep step = new ClientStep(token,
                client.proxy().createProgress(new WorkDoneProgressCreateParams(Either.forLeft(token))));
        step.send(begin);
        return step;
    }

    /** The user cancelled. */
    void cancel(Either<String, Integer> token) {
        Cancel cancel = token.isLeft() ? running.get(token.getLeft()) : null;
        if (cancel != null) {
            cancel.cancel(Cancel.Reason.REQUESTED);
        }
    }

    /** Sends one message after the other, the first when the client has agreed. */
    private final class ClientStep implements Step {
        private final String token;
        private CompletableFuture<Void> sent;

        ClientStep(String token, CompletableFuture<Void> created) {
            this.token = token;
            sent = created;
        }

        synchronized void send(WorkDoneProgressNotification message) {
            sent = sent.thenRun(() -> client.proxy()
                    .notifyProgress(new ProgressParams(Either.forLeft(token), Either.forLeft(message))));
        }

        @Override
        public void report(String message) {
            WorkDoneProgressReport report = new WorkDoneProgressReport();
            report.setMessage(message);
            report.setCancellable(true);
            send(report);
        }

        @Override
        public void close() {
            running.remove(token);
            send(new WorkDoneProgressEnd());
        }
    }
}

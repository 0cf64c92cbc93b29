package dev.ringspect.server.lsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Workspace;

/**
 * Has the client ask anew for what it shows when that changed without an edit of its text: lenses with the traffic,
 * lenses, hints and pulled diagnostics with the settings, and all of it and the colours with what texts import and with
 * files on disk. Never more than one request of a kind is under way, and one that the client refuses, or does not answer
 * within half a minute, ends nothing.
 */
final class Refresher {
    private final Workspace workspace;
    private final Client client;
    private final Refresh lenses = new Refresh();
    private final Refresh hints = new Refresh();
    private final Refresh diagnostics = new Refresh();
    private final Refresh tokens = new Refresh();
    private Snapshot shown;

    Refresher(Workspace workspace, Client client) {
        this.workspace = workspace;
        this.client = client;
        shown = workspace.newest();
    }

    /** Called on the writer's thread for every new snapshot. */
    void snapshotChanged() {
        Snapshot now = workspace.newest();
        Snapshot before = shown;
        shown = now;
        boolean settings = !now.configuration().equals(before.configuration())
                || !now.settings().equals(before.settings());
        boolean traffic = !now.traffic().commands().equals(before.traffic().commands())
                || now.traffic().isTracing() != before.traffic().isTracing();
        boolean files = now.texts() != before.texts()
                && (now.texts().hasDocumentsOf(before.texts()) || now.texts().meaningDiffersFrom(before.texts()));
        if (Ability.REFRESHES_LENSES.isOf(client.facts()) && (settings || traffic || files)) {
            lenses.ask(() -> client.proxy().refreshCodeLenses());
        }
        if (Ability.REFRESHES_HINTS.isOf(client.facts()) && (settings || files)) {
            hints.ask(() -> client.proxy().refreshInlayHints());
        }
        if (Ability.REFRESHES_DIAGNOSTICS.isOf(client.facts()) && (settings || files)) {
            diagnostics.ask(() -> client.proxy().refreshDiagnostics());
        }
        if (Ability.REFRESHES_TOKENS.isOf(client.facts()) && files) {
            tokens.ask(() -> client.proxy().refreshSemanticTokens());
        }
    }

    /** One kind of request to the client. */
    private static final class Refresh {
        private static final int PATIENCE_SECONDS = 30;

        private final AtomicBoolean underWay = new AtomicBoolean();
        private final AtomicBoolean wanted = new AtomicBoolean();

        void ask(Supplier<CompletableFuture<Void>> request) {
            wanted.set(true);
            send(request);
        }

        private void send(Supplier<CompletableFuture<Void>> request) {
            if (wanted.get() && underWay.compareAndSet(false, true)) {
                wanted.set(false);
                var _ = request.get().copy().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .whenComplete((done, refused) -> {
                            underWay.set(false);
                            send(request);
                        });
            }
        }
    }
}

package dev.ringspect.server.lsp;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Workspace;

/**
 * Has the client ask anew for what it shows when that changed without an edit of its text: lenses with the traffic,
 * lenses, hints and pulled diagnostics with the settings and with files on disk. Never more than one request of a kind is under way.
 */
final class Refresher {
    private final Workspace workspace;
    private final Client client;
    private final Refresh lenses = new Refresh();
    private final Refresh hints = new Refresh();
    private final Refresh diagnostics = new Refresh();
    private Snapshot shown = Snapshot.EMPTY;

    Refresher(Workspace workspace, Client client) {
        this.workspace = workspace;
        this.client = client;
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
        boolean files = now.texts() != before.texts() && now.texts().hasDocumentsOf(before.texts());
        if (Ability.REFRESHES_LENSES.isOf(client.facts()) && (settings || traffic || files)) {
            lenses.ask(() -> client.proxy().refreshCodeLenses());
        }
        if (Ability.REFRESHES_HINTS.isOf(client.facts()) && (settings || files)) {
            hints.ask(() -> client.proxy().refreshInlayHints());
        }
        if (Ability.REFRESHES_DIAGNOSTICS.isOf(client.facts()) && (settings || files)) {
            diagnostics.ask(() -> client.proxy().refreshDiagnostics());
        }
    }

    /** One kind of request to the client. */
    private static final class Refresh {
        private final AtomicBoolean underWay = new AtomicBoolean();
        private final AtomicBoolean wanted = new AtomicBoolean();

        void ask(Supplier<CompletableFuture<Void>> request) {
            wanted.set(true);
            send(request);
        }

        private void send(Supplier<CompletableFuture<Void>> request) {
            if (wanted.get() && underWay.compareAndSet(false, true)) {
                wanted.set(false);
                var _ = request.get().whenComplete((done, thrown) -> {
                    underWay.set(false);
                    if (thrown == null) {
                        send(request);
                    }
                });
            }
        }
    }
}

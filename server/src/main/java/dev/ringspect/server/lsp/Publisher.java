package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.feature.Diagnostics;
import dev.ringspect.server.feature.Marker;
import dev.ringspect.server.feature.TrafficDiagnostics;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Cancelled;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Extent;
import dev.ringspect.server.state.FolderSettings;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView.TrafficFinding;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.jspecify.annotations.Nullable;

/**
 * Pushes diagnostics after each new snapshot: one computation at a time, always on the newest snapshot, and nothing is
 * sent twice. Clients that pull the findings about texts are pushed those about traffic and about settings alone.
 */
final class Publisher {
    private static final Logger LOG = System.getLogger("ringspect.lsp");
    /** A log of more lines than that is read by nobody; the answers of the trace commands have them all. */
    private static final int MOST_SAID = 1000;

    /** What the client was told about one text. */
    private record Told(@Nullable Integer version, List<Diagnostic> diagnostics) {
        static final Told NOTHING = new Told(null, List.of());
    }

    /** What there is to tell at one moment; {@code undeclared} is what stands on no line. */
    private record Found(Map<String, Told> byText, List<TrafficFinding> undeclared) {}

    /** What stands on no line is the same finding however often it is seen, also after an edit. */
    private record Said(int session, String id, String message) {}

    private final Workspace workspace;
    private final Client client;
    private final Pages pages;
    private final AtomicInteger waiting = new AtomicInteger();
    private Map<String, Told> told = new HashMap<>();
    private final Set<Said> said = new HashSet<>();

    Publisher(Workspace workspace, Client client, Pages pages) {
        this.workspace = workspace;
        this.client = client;
        this.pages = pages;
    }

    /** Asks for a publication soon; called for every new snapshot. */
    void snapshotChanged() {
        if (waiting.getAndIncrement() == 0) {
            compute();
        }
    }

    private void compute() {
        int served = waiting.get();
        var _ = workspace.read(new Cancel(), new Extent.All(), this::diagnostics).thenAccept(this::publish)
                .whenComplete((done, thrown) -> {
                    if (thrown != null && !(thrown.getCause() instanceof Cancelled)) {
                        LOG.log(Level.ERROR, "diagnostics failed", thrown);
                    }
                    if (waiting.addAndGet(-served) > 0) {
                        compute();
                    }
                });
    }

    private Found diagnostics(Snapshot at, Cancel cancel) {
        TrafficDiagnostics proved = TrafficDiagnostics.of(at, cancel);
        Map<String, List<Marker>> traffic = proved.markers();
        Set<String> uris = new TreeSet<>(traffic.keySet());
        at.texts().documents().forEach(document -> uris.add(document.uri()));
        ClientFacts facts = client.facts();
        MarkerConversion conversion = new MarkerConversion(at.texts(), facts.positions(), pages);
        Map<String, Told> all = new HashMap<>();
        for (String uri : uris) {
            Optional<SourceText> known = at.texts().text(uri);
            // a member that traffic is about may be declared in a header that nobody opened
            SourceText text = known.or(() -> at.texts().imported(uri)).orElse(null);
            if (text == null) {
                continue;
            }
            List<Marker> markers = new ArrayList<>();
            if (!facts.pullsDiagnostics() && known.isPresent()) {
                markers.addAll(markers(at, uri, cancel));
            }
            markers.addAll(traffic.getOrDefault(uri, List.of()));
            Integer version = at.texts().document(uri).map(Document::version).orElse(null);
            all.put(text.uri(), new Told(version, conversion.diagnostics(text, markers)));
        }
        Map<String, List<Marker>> settings = Diagnostics.ofSettings(at);
        for (FolderSettings.Settled file : at.settings().distinct()) {
            all.put(file.uri(), new Told(null,
                    conversion.diagnostics(file.source(), settings.getOrDefault(file.uri(), List.of()))));
        }
        return new Found(all, proved.undeclared());
    }

    /** What fails in one text is said there, and keeps no other from being looked at. */
    @SuppressWarnings("IllegalCatch")
    private static List<Marker> markers(Snapshot at, String uri, Cancel cancel) {
        try {
            return Diagnostics.of(at, uri, cancel);
        } catch (Cancelled cancelled) {
            throw cancelled;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            LOG.log(Level.ERROR, "diagnostics of " + uri + " failed", failure);
            return List.of(new Marker(new Span(0, 0), Severity.ERROR, Optional.empty(),
                    "Ringspect failed on this file: " + failure + "; the server's log has more", List.of()));
        }
    }

    private synchronized void publish(Found found) {
        found.undeclared.forEach(this::say);
        Map<String, Told> now = found.byText;
        Set<String> uris = new HashSet<>(told.keySet());
        uris.addAll(now.keySet());
        for (String uri : uris) {
            Told before = told.getOrDefault(uri, Told.NOTHING);
            Told after = now.getOrDefault(uri, Told.NOTHING);
            boolean silent = before.diagnostics.isEmpty() && after.diagnostics.isEmpty()
                    && (client.facts().pullsDiagnostics() || Objects.equals(before.version, after.version));
            if (!silent && !before.equals(after)) {
                client.proxy()
                        .publishDiagnostics(new PublishDiagnosticsParams(uri, after.diagnostics, after.version));
            }
        }
        told = now;
    }

    /** Says once, in the client's log, what traffic proved about nothing that a text declares. */
    private void say(TrafficFinding seen) {
        if (said.size() < MOST_SAID
                && said.add(new Said(seen.session(), seen.finding().id(), seen.finding().message()))) {
            MessageType type = switch (seen.finding().severity()) {
                case ERROR -> MessageType.Error;
                case WARNING -> MessageType.Warning;
                case INFO -> MessageType.Info;
            };
            client.proxy().logMessage(new MessageParams(type, "Trace " + seen.session() + ": "
                    + TrafficDiagnostics.sentence(seen)));
        }
    }
}

package dev.ringspect.server.lsp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.feature.Diagnostics;
import dev.ringspect.server.feature.Hovers;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.Texts;
import dev.ringspect.server.state.Workspace;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticServerCancellationData;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.RelatedFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;

/** The {@code textDocument/...} methods: each hands one feature to the dispatcher. */
final class DocumentRequests implements TextDocumentService {
    private static final Logger LOG = System.getLogger("ringspect.lsp");

    private final Workspace workspace;
    private final Requests requests;
    private final Client client;
    private final Pages pages;

    DocumentRequests(Workspace workspace, Requests requests, Client client, Pages pages) {
        this.workspace = workspace;
        this.requests = requests;
        this.client = client;
        this.pages = pages;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        TextDocumentItem item = params.getTextDocument();
        Document opened = new Document(item.getLanguageId(), item.getVersion(),
                SourceText.of(item.getUri(), item.getText()));
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().with(opened)));
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        Integer version = params.getTextDocument().getVersion();
        List<TextDocumentContentChangeEvent> changes = params.getContentChanges();
        workspace.edit(snapshot -> changed(snapshot, uri, version, changes));
    }

    private Snapshot changed(Snapshot snapshot, String uri, Integer version,
            List<TextDocumentContentChangeEvent> changes) {
        Document before = snapshot.texts().document(uri).orElse(null);
        if (before == null) {
            LOG.log(Level.WARNING, "the client edits {0}, which is not open", uri);
            return snapshot;
        }
        SourceText text = IncrementalEdits.apply(before.text(), changes, client.facts().positions());
        return snapshot.withTexts(snapshot.texts().with(before.edited(version, text)));
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        workspace.edit(snapshot -> snapshot.withTexts(snapshot.texts().without(uri)));
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        // What was saved is what was edited; the text is here already.
    }

    @Override
    public CompletableFuture<DocumentDiagnosticReport> diagnostic(DocumentDiagnosticParams params) {
        String uri = Requests.required(params.getTextDocument(), "textDocument").getUri();
        ResponseError askAgain = new ResponseError(ResponseErrorCode.ServerCancelled, "a text was edited",
                new DiagnosticServerCancellationData(true));
        return requests.read("textDocument/diagnostic", (at, cancel) -> {
            List<Diagnostic> diagnostics = at.texts().text(uri)
                    .map(text -> conversion(at.texts()).diagnostics(text, Diagnostics.of(at, uri, cancel)))
                    .orElse(List.of());
            return new DocumentDiagnosticReport(new RelatedFullDocumentDiagnosticReport(diagnostics));
        }, askAgain);
    }

    @Override
    @SuppressWarnings("NullAway") // null is the protocol's "nothing to show"; LSP4J does not say so
    public CompletableFuture<Hover> hover(HoverParams params) {
        String uri = Requests.required(params.getTextDocument(), "textDocument").getUri();
        Position position = Requests.required(params.getPosition(), "position");
        return requests.read("textDocument/hover", (at, cancel) -> {
            Optional<SourceText> text = at.texts().text(uri);
            if (text.isEmpty()) {
                return null;
            }
            Positions positions = client.facts().positions();
            return Hovers.at(at, uri, positions.offset(text.get(), position), cancel)
                    .map(hover -> new Hover(new MarkupContent(MarkupKind.MARKDOWN, hover.markdown()),
                            positions.range(text.get(), hover.span())))
                    .orElse(null);
        });
    }

    private MarkerConversion conversion(Texts texts) {
        return new MarkerConversion(texts, client.facts().positions(), pages);
    }
}

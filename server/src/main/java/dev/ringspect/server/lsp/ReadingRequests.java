package dev.ringspect.server.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.server.feature.Diagnostics;
import dev.ringspect.server.feature.Hovers;
import dev.ringspect.server.state.Extent;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticRegistrationOptions;
import org.eclipse.lsp4j.DiagnosticServerCancellationData;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.RelatedFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** What is shown of a text as it is: hovers, and diagnostics for clients that ask for them. */
final class ReadingRequests implements RequestFamily {
    private final Requests requests;
    private final Client client;
    private final Pages pages;

    ReadingRequests(Requests requests, Client client, Pages pages) {
        this.requests = requests;
        this.client = client;
        this.pages = pages;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setHoverProvider(true);
        if (facts.pullsDiagnostics()) {
            DiagnosticRegistrationOptions pull = new DiagnosticRegistrationOptions(true, false);
            pull.setIdentifier("ringspect");
            offers.setDiagnosticProvider(pull);
        }
    }

    CompletableFuture<DocumentDiagnosticReport> diagnostics(DocumentDiagnosticParams params) {
        String uri = Requests.uri(params.getTextDocument());
        ResponseError askAgain = new ResponseError(ResponseErrorCode.ServerCancelled, "a text was edited",
                new DiagnosticServerCancellationData(true));
        return requests.read("textDocument/diagnostic", new Extent.Findings(uri), (at, cancel) -> {
            List<Diagnostic> diagnostics = at.texts().text(uri)
                    .map(text -> new MarkerConversion(at.texts(), client.facts().positions(), pages).diagnostics(text,
                            Diagnostics.of(at, uri, cancel)))
                    .orElse(List.of());
            return new DocumentDiagnosticReport(new RelatedFullDocumentDiagnosticReport(diagnostics));
        }, askAgain);
    }

    @SuppressWarnings("NullAway") // null is the protocol's "nothing to show"; LSP4J does not say so
    CompletableFuture<Hover> hover(HoverParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/hover", params.getTextDocument(), null,
                asked -> Hovers.at(asked.at(), asked.uri(), asked.offset(position), asked.cancel())
                        .map(hover -> new Hover(new MarkupContent(MarkupKind.MARKDOWN, hover.markdown()),
                                asked.range(hover.span())))
                        .orElse(null));
    }
}

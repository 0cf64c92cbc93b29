package dev.ringspect.server.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextEdit;

/** How a text is laid out and adorned: formatting, folding, selection, links, inlay hints, lenses. */
@SuppressWarnings("UnusedVariable") // the features come next
final class PresentationRequests implements RequestFamily {
    private final Requests requests;

    PresentationRequests(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        // nothing yet
    }

    CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<? extends TextEdit>> rangeFormatting(DocumentRangeFormattingParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<? extends TextEdit>> onTypeFormatting(DocumentOnTypeFormattingParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<FoldingRange>> foldingRanges(FoldingRangeRequestParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<SelectionRange>> selectionRanges(SelectionRangeParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<DocumentLink>> documentLinks(DocumentLinkParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<InlayHint>> inlayHints(InlayHintParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<List<? extends CodeLens>> codeLenses(CodeLensParams params) {
        return CompletableFuture.completedFuture(List.of());
    }
}

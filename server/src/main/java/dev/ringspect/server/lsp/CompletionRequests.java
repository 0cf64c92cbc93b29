package dev.ringspect.server.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What can be typed next: completion and signature help. */
@SuppressWarnings({"NullAway", "UnusedVariable"}) // null is the protocol's "nothing here"; the features come next
final class CompletionRequests implements RequestFamily {
    private final Requests requests;

    CompletionRequests(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        // nothing yet
    }

    CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return CompletableFuture.completedFuture(Either.forLeft(List.of()));
    }

    CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
        return CompletableFuture.completedFuture(null);
    }
}

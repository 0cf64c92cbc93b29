package dev.ringspect.server.lsp;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What the server can change for its user: quick fixes and intentions. */
@SuppressWarnings("UnusedVariable") // the features come next
final class ActionRequests implements RequestFamily {
    private final Requests requests;

    ActionRequests(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        // nothing yet
    }

    CompletableFuture<List<Either<Command, CodeAction>>> codeActions(CodeActionParams params) {
        return CompletableFuture.completedFuture(List.of());
    }

    CompletableFuture<CodeAction> resolve(CodeAction action) {
        return CompletableFuture.completedFuture(action);
    }
}

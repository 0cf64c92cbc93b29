package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.server.feature.completion.Completions;
import dev.ringspect.server.feature.completion.SignatureHelps;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What can be typed next: completion and signature help. */
final class CompletionRequests implements RequestFamily {
    private final Requests requests;
    private final Client client;

    CompletionRequests(Requests requests, Client client) {
        this.requests = requests;
        this.client = client;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setCompletionProvider(new CompletionOptions(false, List.of(".", "\"", "/")));
        offers.setSignatureHelpProvider(new SignatureHelpOptions(List.of("(", ",", "{"), List.of(".")));
    }

    CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        CompletionConversion conversion = new CompletionConversion(takesSnippets());
        return requests.about("textDocument/completion", params.getTextDocument(), Either.forLeft(List.of()),
                asked -> Either.forRight(conversion.list(asked, Completions.of(asked.at(), asked.uri(),
                        asked.offset(position), asked.cancel()))));
    }

    @SuppressWarnings("NullAway") // null is the protocol's "nothing to show"; LSP4J does not say so
    CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/signatureHelp", params.getTextDocument(), null,
                asked -> SignatureHelps.of(asked.at(), asked.uri(), asked.offset(position), asked.cancel())
                        .map(CompletionConversion::help).orElse(null));
    }

    private boolean takesSnippets() {
        return Optional.ofNullable(client.facts().can().getTextDocument())
                .map(TextDocumentClientCapabilities::getCompletion).map(CompletionCapabilities::getCompletionItem)
                .map(CompletionItemCapabilities::getSnippetSupport).orElse(false);
    }
}

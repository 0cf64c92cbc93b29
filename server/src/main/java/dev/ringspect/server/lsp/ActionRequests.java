package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.ringspect.server.feature.CodeActions;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What the server can change for its user: quick fixes and intentions. */
final class ActionRequests implements RequestFamily {
    private final Requests requests;
    private final Client client;
    private final Pages pages;

    ActionRequests(Requests requests, Client client, Pages pages) {
        this.requests = requests;
        this.client = client;
        this.pages = pages;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setCodeActionProvider(
                new CodeActionOptions(List.of(CodeActionKind.QuickFix, CodeActionKind.Refactor)));
    }

    CompletableFuture<List<Either<Command, CodeAction>>> codeActions(CodeActionParams params) {
        Range range = Requests.range(params.getRange());
        List<String> only = params.getContext() == null || params.getContext().getOnly() == null
                ? List.of()
                : params.getContext().getOnly();
        return requests.about("textDocument/codeAction", params.getTextDocument(), List.of(),
                asked -> CodeActions.at(asked.at(), asked.uri(), asked.span(range), asked.cancel()).stream()
                        .filter(offer -> isWanted(offer.fix().kind().word(), only))
                        .flatMap(offer -> action(asked, offer)).map(Either::<Command, CodeAction>forRight).toList());
    }

    /** A kind that a client asks for stands for all kinds below it. */
    private static boolean isWanted(String kind, List<String> only) {
        return only.isEmpty() || only.stream()
                .anyMatch(wanted -> wanted.isEmpty() || kind.equals(wanted) || kind.startsWith(wanted + "."));
    }

    /** The offer in the protocol's terms; none where the client cannot make the change. */
    private Stream<CodeAction> action(Asked asked, CodeActions.Offer offer) {
        FixConversion conversion = new FixConversion(asked, client.facts());
        Optional<WorkspaceEdit> edit = conversion.edit(offer.fix());
        return edit.stream().map(made -> {
            CodeAction action = new CodeAction(offer.fix().title());
            action.setKind(offer.fix().kind().word());
            action.setEdit(made);
            offer.mends().ifPresent(marker -> action.setDiagnostics(
                    new MarkerConversion(asked.at().texts(), asked.positions(), pages).diagnostics(asked.text(),
                            List.of(marker))));
            if (offer.preferred()) {
                action.setIsPreferred(true);
            }
            return action;
        });
    }

    CompletableFuture<CodeAction> resolve(CodeAction action) {
        return CompletableFuture.completedFuture(action);
    }
}

package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.server.feature.names.Definitions;
import dev.ringspect.server.feature.names.Outlines;
import dev.ringspect.server.feature.names.References;
import dev.ringspect.server.feature.names.Rename;
import dev.ringspect.server.feature.names.Renames;
import dev.ringspect.server.state.Extent;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TypeDefinitionParams;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/** From a name to where else it stands: definition, references, highlights, symbols, rename. */
final class NavigationRequests implements RequestFamily {
    private final Requests requests;
    private final Client client;

    NavigationRequests(Requests requests, Client client) {
        this.requests = requests;
        this.client = client;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setDefinitionProvider(true);
        offers.setTypeDefinitionProvider(true);
        offers.setReferencesProvider(true);
        offers.setDocumentHighlightProvider(true);
        offers.setDocumentSymbolProvider(true);
        offers.setWorkspaceSymbolProvider(true);
        offers.setRenameProvider(new RenameOptions(true));
    }

    CompletableFuture<Either<List<? extends org.eclipse.lsp4j.Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/definition", params.getTextDocument(), Either.forLeft(List.of()),
                asked -> Either.forLeft(asked.locations(
                        Definitions.of(asked.at(), asked.uri(), asked.offset(position), asked.cancel()))));
    }

    CompletableFuture<Either<List<? extends org.eclipse.lsp4j.Location>, List<? extends LocationLink>>> typeDefinition(
            TypeDefinitionParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/typeDefinition", params.getTextDocument(), Either.forLeft(List.of()),
                asked -> Either.forLeft(asked.locations(Definitions
                        .ofType(asked.at(), asked.uri(), asked.offset(position), asked.cancel()).stream().toList())));
    }

    CompletableFuture<List<? extends org.eclipse.lsp4j.Location>> references(ReferenceParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        boolean declarations = params.getContext() == null || params.getContext().isIncludeDeclaration();
        return requests.across("textDocument/references", params.getTextDocument(), List.of(),
                asked -> asked.locations(References.of(asked.at(), asked.uri(), asked.offset(position), declarations,
                        asked.cancel())));
    }

    CompletableFuture<List<? extends DocumentHighlight>> highlights(DocumentHighlightParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/documentHighlight", params.getTextDocument(), List.of(),
                asked -> References.inFile(asked.at(), asked.uri(), asked.offset(position), asked.cancel()).stream()
                        .map(found -> conversion(asked).highlight(asked.text(), found)).toList());
    }

    CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbols(DocumentSymbolParams params) {
        return requests.about("textDocument/documentSymbol", params.getTextDocument(), List.of(),
                asked -> Outlines.of(asked.at(), asked.uri(), asked.cancel()).stream()
                        .map(outline -> Either.<SymbolInformation, DocumentSymbol>forRight(
                                conversion(asked).symbol(asked.text(), outline)))
                        .toList());
    }

    CompletableFuture<Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>> workspaceSymbols(
            WorkspaceSymbolParams params) {
        String query = Requests.required(params.getQuery(), "query");
        return requests.read("workspace/symbol", new Extent.AllTexts(),
                (at, cancel) -> Either.forRight(new SymbolConversion(at.texts(), client.facts().positions())
                        .symbols(Outlines.matching(at, query, cancel))));
    }

    @SuppressWarnings("NullAway") // null is the protocol's "nothing to rename here"; LSP4J does not say so
    CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        return requests.about("textDocument/prepareRename", params.getTextDocument(), null,
                asked -> switch (Renames.prepare(asked.at(), asked.uri(), asked.offset(position), asked.cancel())) {
                    case Rename.Possible possible -> Either3.forSecond(
                            new PrepareRenameResult(asked.range(possible.span()), possible.name()));
                    case Rename.Refused refused -> throw refusal(refused);
                    case Rename.Edits _ -> throw new IllegalStateException("nothing was to be renamed yet");
                });
    }

    @SuppressWarnings("NullAway") // null is the protocol's "nothing to rename here"; LSP4J does not say so
    CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        String name = Requests.required(params.getNewName(), "newName");
        return requests.across("textDocument/rename", params.getTextDocument(), null,
                asked -> switch (Renames.rename(asked.at(), asked.uri(), asked.offset(position), name,
                        asked.cancel())) {
                    case Rename.Edits edits -> conversion(asked).edit(edits, takesVersions());
                    case Rename.Refused refused -> throw refusal(refused);
                    case Rename.Possible _ -> throw new IllegalStateException("a new name was given");
                });
    }

    private static ResponseErrorException refusal(Rename.Refused refused) {
        return new ResponseErrorException(
                new ResponseError(ResponseErrorCode.RequestFailed, refused.reason(), null));
    }

    private boolean takesVersions() {
        return Optional.ofNullable(client.facts().can().getWorkspace())
                .map(WorkspaceClientCapabilities::getWorkspaceEdit).map(WorkspaceEditCapabilities::getDocumentChanges)
                .orElse(false);
    }

    private static SymbolConversion conversion(Asked asked) {
        return new SymbolConversion(asked.at().texts(), asked.positions());
    }
}

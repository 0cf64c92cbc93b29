package dev.ringspect.server.lsp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.edit.Fix;
import dev.ringspect.protocol.edit.Fix.Change;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.server.state.Texts;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ResourceOperation;
import org.eclipse.lsp4j.ResourceOperationKind;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Makes the protocol's edits of changes that are offered. */
final class FixConversion {
    private final Asked asked;
    private final ClientFacts client;

    FixConversion(Asked asked, ClientFacts client) {
        this.asked = asked;
        this.client = client;
    }

    /** The edit of {@code fix}; empty where it is about a text that is not known, or makes a file and the client cannot. */
    Optional<WorkspaceEdit> edit(Fix fix) {
        boolean creates = fix.changes().stream().anyMatch(Change.NewFile.class::isInstance);
        if (creates) {
            return createsFiles() ? Optional.of(withFiles(fix)) : Optional.empty();
        }
        Map<String, List<TextEdit>> changes = new LinkedHashMap<>();
        for (Change change : fix.changes()) {
            Optional<List<TextEdit>> edits = edits(change);
            if (edits.isEmpty()) {
                return Optional.empty();
            }
            changes.put(text(change.source()).map(SourceText::uri).orElse(change.source()), edits.get());
        }
        return Optional.of(new WorkspaceEdit(changes));
    }

    private WorkspaceEdit withFiles(Fix fix) {
        List<Either<TextDocumentEdit, ResourceOperation>> changes = new ArrayList<>();
        for (Change change : fix.changes()) {
            if (change instanceof Change.NewFile) {
                changes.add(Either.forRight(new CreateFile(change.source())));
            }
            changes.add(Either.forLeft(new TextDocumentEdit(
                    new VersionedTextDocumentIdentifier(change.source(), null),
                    edits(change).orElse(List.of()).stream()
                            .map(edit -> Either.<TextEdit, org.eclipse.lsp4j.SnippetTextEdit>forLeft(edit)).toList())));
        }
        return new WorkspaceEdit(changes);
    }

    private Optional<List<TextEdit>> edits(Change change) {
        return switch (change) {
            case Change.NewFile file -> Optional.of(
                    List.of(new TextEdit(new Range(new Position(0, 0), new Position(0, 0)), file.text())));
            case Change.Edits edits -> text(edits.source()).map(text -> edits.edits().stream()
                    .map(edit -> new TextEdit(asked.positions().range(text, edit.span()), edit.replacement()))
                    .toList());
        };
    }

    private Optional<SourceText> text(String uri) {
        return Texts.areSame(uri, asked.uri()) ? Optional.of(asked.text()) : asked.at().texts().text(uri);
    }

    private boolean createsFiles() {
        return Optional.ofNullable(client.can().getWorkspace()).map(WorkspaceClientCapabilities::getWorkspaceEdit)
                .map(WorkspaceEditCapabilities::getResourceOperations)
                .filter(kinds -> kinds.contains(ResourceOperationKind.Create)).isPresent();
    }
}

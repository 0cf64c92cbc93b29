package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.TextEdit;
import dev.ringspect.server.feature.names.Occurrence;
import dev.ringspect.server.feature.names.Outline;
import dev.ringspect.server.feature.names.Outlines;
import dev.ringspect.server.feature.names.Rename;
import dev.ringspect.server.feature.names.SymbolKind;
import dev.ringspect.server.state.Document;
import dev.ringspect.server.state.Texts;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Makes the protocol's symbols, highlights and edits of ours. */
final class SymbolConversion {
    private final Texts texts;
    private final Positions positions;

    SymbolConversion(Texts texts, Positions positions) {
        this.texts = texts;
        this.positions = positions;
    }

    DocumentSymbol symbol(SourceText text, Outline outline) {
        String name = outline.name().isEmpty() ? "?" : outline.name();
        DocumentSymbol symbol = new DocumentSymbol(name, kind(outline.kind()), positions.range(text, outline.span()),
                positions.range(text, outline.selection()));
        if (!outline.detail().isEmpty()) {
            symbol.setDetail(outline.detail());
        }
        symbol.setChildren(outline.children().stream().map(child -> symbol(text, child)).toList());
        return symbol;
    }

    /** The declarations that the client can open. */
    List<WorkspaceSymbol> symbols(List<Outlines.Found> found) {
        return found.stream().flatMap(one -> texts.text(one.uri()).stream().map(text -> {
            Location place = new Location(text.uri(), positions.range(text, one.declaration().selection()));
            WorkspaceSymbol symbol = new WorkspaceSymbol(one.declaration().name(), kind(one.declaration().kind()),
                    Either.forLeft(place));
            symbol.setContainerName(one.container());
            return symbol;
        })).toList();
    }

    DocumentHighlight highlight(SourceText text, Occurrence occurrence) {
        return new DocumentHighlight(positions.range(text, occurrence.span()), switch (occurrence.role()) {
            case DECLARATION, WRITE -> DocumentHighlightKind.Write;
            case READ -> DocumentHighlightKind.Read;
        });
    }

    /**
     * The edits as the client takes them.
     *
     * @param versioned whether it knows edits that count for one version of a document only
     */
    WorkspaceEdit edit(Rename.Edits edits, boolean versioned) {
        Map<String, List<org.eclipse.lsp4j.TextEdit>> plain = new TreeMap<>();
        edits.edits().forEach((uri, all) -> texts.text(uri)
                .ifPresent(text -> plain.put(text.uri(), all.stream().map(edit -> edit(text, edit)).toList())));
        if (!versioned) {
            return new WorkspaceEdit(plain);
        }
        return new WorkspaceEdit(plain.entrySet().stream()
                .map(entry -> Either.<TextDocumentEdit, org.eclipse.lsp4j.ResourceOperation>forLeft(
                        new TextDocumentEdit(
                                new VersionedTextDocumentIdentifier(entry.getKey(),
                                        texts.document(entry.getKey()).map(Document::version).orElse(null)),
                                entry.getValue().stream()
                                        .map(Either::<org.eclipse.lsp4j.TextEdit, org.eclipse.lsp4j.SnippetTextEdit>forLeft)
                                        .toList())))
                .toList());
    }

    private org.eclipse.lsp4j.TextEdit edit(SourceText text, TextEdit edit) {
        return new org.eclipse.lsp4j.TextEdit(positions.range(text, edit.span()), edit.replacement());
    }

    private static org.eclipse.lsp4j.SymbolKind kind(SymbolKind kind) {
        return switch (kind) {
            case PROTOCOL -> org.eclipse.lsp4j.SymbolKind.Module;
            case COMMAND -> org.eclipse.lsp4j.SymbolKind.Function;
            case STRUCT, UNION, TYPEDEF, BUILTIN_TYPE -> org.eclipse.lsp4j.SymbolKind.Struct;
            case ENUM -> org.eclipse.lsp4j.SymbolKind.Enum;
            case ENUMERATOR -> org.eclipse.lsp4j.SymbolKind.EnumMember;
            case MACRO, ERRNO, UAPI, RING_FEATURE -> org.eclipse.lsp4j.SymbolKind.Constant;
            case MEMBER, BITS, SQE_FIELD, ALIAS, SQE_WORD -> org.eclipse.lsp4j.SymbolKind.Field;
            case VALUE -> org.eclipse.lsp4j.SymbolKind.Property;
            case BUILTIN_FUNCTION -> org.eclipse.lsp4j.SymbolKind.Function;
        };
    }
}

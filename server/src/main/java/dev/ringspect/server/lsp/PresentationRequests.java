package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.feature.CodeLenses;
import dev.ringspect.server.feature.Fold;
import dev.ringspect.server.feature.Folds;
import dev.ringspect.server.feature.Formatting;
import dev.ringspect.server.feature.Hint;
import dev.ringspect.server.feature.InlayHints;
import dev.ringspect.server.feature.Lens;
import dev.ringspect.server.feature.Links;
import dev.ringspect.server.feature.Selections;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensOptions;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkOptions;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingOptions;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.InlayHintRegistrationOptions;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** How a text is laid out and adorned: formatting, folding, selection, links, inlay hints, lenses. */
final class PresentationRequests implements RequestFamily {
    private final Requests requests;

    PresentationRequests(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setDocumentFormattingProvider(true);
        offers.setDocumentRangeFormattingProvider(true);
        offers.setDocumentOnTypeFormattingProvider(new DocumentOnTypeFormattingOptions(";", List.of("}", "\n")));
        offers.setFoldingRangeProvider(true);
        offers.setSelectionRangeProvider(true);
        offers.setDocumentLinkProvider(new DocumentLinkOptions(false));
        offers.setInlayHintProvider(new InlayHintRegistrationOptions());
        offers.setCodeLensProvider(new CodeLensOptions(false));
    }

    CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return requests.about("textDocument/formatting", params.getTextDocument(), List.of(),
                asked -> edits(asked, Formatting.whole(asked.at(), asked.uri(), asked.cancel())));
    }

    CompletableFuture<List<? extends TextEdit>> rangeFormatting(DocumentRangeFormattingParams params) {
        Range range = Requests.range(params.getRange());
        return requests.about("textDocument/rangeFormatting", params.getTextDocument(), List.of(),
                asked -> edits(asked,
                        Formatting.range(asked.at(), asked.uri(), asked.span(range), asked.cancel())));
    }

    CompletableFuture<List<? extends TextEdit>> onTypeFormatting(DocumentOnTypeFormattingParams params) {
        Position position = Requests.required(params.getPosition(), "position");
        String typed = Requests.required(params.getCh(), "ch");
        return requests.about("textDocument/onTypeFormatting", params.getTextDocument(), List.of(),
                asked -> edits(asked, Formatting.onType(asked.at(), asked.uri(), asked.offset(position), typed,
                        asked.cancel())));
    }

    private static List<TextEdit> edits(Asked asked, List<dev.ringspect.protocol.text.TextEdit> edits) {
        return edits.stream().map(edit -> new TextEdit(asked.range(edit.span()), edit.replacement())).toList();
    }

    CompletableFuture<List<FoldingRange>> foldingRanges(FoldingRangeRequestParams params) {
        return requests.about("textDocument/foldingRange", params.getTextDocument(), List.of(),
                asked -> Folds.of(asked.at(), asked.uri(), asked.cancel()).stream().map(PresentationRequests::range)
                        .toList());
    }

    private static FoldingRange range(Fold fold) {
        FoldingRange range = new FoldingRange(fold.first(), fold.last());
        switch (fold.kind()) {
            case COMMENT -> range.setKind(FoldingRangeKind.Comment);
            case IMPORTS -> range.setKind(FoldingRangeKind.Imports);
            case BLOCK -> {
                // plain code has no kind
            }
        }
        return range;
    }

    CompletableFuture<List<SelectionRange>> selectionRanges(SelectionRangeParams params) {
        List<Position> positions = Requests.required(params.getPositions(), "positions");
        positions.forEach(position -> {
            var _ = Requests.required(position, "position at one of its positions");
        });
        return requests.about("textDocument/selectionRange", params.getTextDocument(), List.of(),
                asked -> positions.stream().map(position -> selection(asked, position)).toList());
    }

    private static SelectionRange selection(Asked asked, Position position) {
        List<Span> spans = Selections.around(asked.at(), asked.uri(), asked.offset(position), asked.cancel());
        SelectionRange outer = new SelectionRange(new Range(position, position), null);
        for (int i = spans.size() - 1; i >= 0; i--) {
            outer = new SelectionRange(asked.range(spans.get(i)), i == spans.size() - 1 ? null : outer);
        }
        return outer;
    }

    CompletableFuture<List<DocumentLink>> documentLinks(DocumentLinkParams params) {
        return requests.about("textDocument/documentLink", params.getTextDocument(), List.of(),
                asked -> Links.of(asked.at(), asked.uri(), asked.cancel()).stream()
                        .map(link -> new DocumentLink(asked.range(link.span()), link.target())).toList());
    }

    CompletableFuture<List<InlayHint>> inlayHints(InlayHintParams params) {
        Range range = Requests.range(params.getRange());
        return requests.about("textDocument/inlayHint", params.getTextDocument(), List.of(),
                asked -> InlayHints.in(asked.at(), asked.text(), asked.span(range), asked.cancel()).stream()
                        .map(hint -> hint(asked, hint)).toList());
    }

    private static InlayHint hint(Asked asked, Hint hint) {
        InlayHint shown = new InlayHint(asked.positions().position(asked.text(), hint.offset()),
                Either.forLeft(hint.label()));
        shown.setTooltip(new MarkupContent(MarkupKind.PLAINTEXT, hint.tooltip()));
        shown.setPaddingLeft(true);
        return shown;
    }

    CompletableFuture<List<? extends CodeLens>> codeLenses(CodeLensParams params) {
        return requests.about("textDocument/codeLens", params.getTextDocument(), List.of(),
                asked -> CodeLenses.in(asked.at(), asked.text(), asked.cancel()).stream()
                        .map(lens -> new CodeLens(asked.range(lens.span()), command(lens), null)).toList());
    }

    private static Command command(Lens lens) {
        return lens.action().map(action -> switch (action) {
            case Lens.Action.StartTrace start -> new Command(lens.title(), TraceCommands.START,
                    List.of(start.cmdOps().isEmpty()
                            ? Map.of("all", true)
                            : Map.of("all", true, "cmdOps", start.cmdOps())));
            case Lens.Action.StopTraces _ -> new Command(lens.title(), TraceCommands.STOP, List.of());
            case Lens.Action.ShowLast last -> new Command(lens.title(), TraceCommands.LAST, List
                    .of(Map.of("protocol", last.command().protocol(), "command", last.command().command())));
        }).orElseGet(() -> new Command(lens.title(), ""));
    }
}

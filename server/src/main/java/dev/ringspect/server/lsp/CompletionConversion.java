package dev.ringspect.server.lsp;

import java.util.List;
import java.util.Locale;

import dev.ringspect.server.feature.completion.SignatureHelps;
import dev.ringspect.server.feature.completion.Suggestion;
import dev.ringspect.server.feature.completion.Suggestions;
import dev.ringspect.server.feature.words.Signature;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/**
 * Makes the protocol's completions and signatures of ours.
 *
 * @param snippets whether the client fills in snippets
 */
record CompletionConversion(boolean snippets) {
    CompletionList list(Asked asked, Suggestions suggestions) {
        Range range = asked.range(suggestions.replaced());
        List<CompletionItem> items = suggestions.all().stream().map(one -> item(range, one)).toList();
        return new CompletionList(!suggestions.complete(), items);
    }

    private CompletionItem item(Range range, Suggestion one) {
        CompletionItem item = new CompletionItem(one.label());
        item.setKind(kind(one.kind()));
        if (!one.detail().isEmpty()) {
            item.setDetail(one.detail());
        }
        if (!one.help().isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, one.help()));
        }
        item.setSortText(one.rank() + one.label().toLowerCase(Locale.ROOT));
        item.setFilterText(one.label());
        String text = one.insert().orElse(one.label());
        if (snippets && one.snippet().isPresent()) {
            item.setInsertTextFormat(InsertTextFormat.Snippet);
            text = one.snippet().get();
        }
        item.setTextEdit(Either.forLeft(new TextEdit(range, text)));
        return item;
    }

    private static CompletionItemKind kind(Suggestion.Kind kind) {
        return switch (kind) {
            case KEYWORD -> CompletionItemKind.Keyword;
            case STRUCT, TYPE -> CompletionItemKind.Struct;
            case ENUM -> CompletionItemKind.Enum;
            case MEMBER -> CompletionItemKind.Field;
            case CONSTANT -> CompletionItemKind.Constant;
            case FUNCTION -> CompletionItemKind.Function;
            case VALUE -> CompletionItemKind.Value;
            case DEVICE, FILE -> CompletionItemKind.File;
            case FOLDER -> CompletionItemKind.Folder;
        };
    }

    static SignatureHelp help(SignatureHelps.Shown shown) {
        SignatureInformation signature = new SignatureInformation(shown.label());
        signature.setDocumentation(markdown(shown.signature().help()));
        signature.setParameters(shown.signature().parameters().stream().map(CompletionConversion::parameter).toList());
        signature.setActiveParameter(shown.active());
        return new SignatureHelp(List.of(signature), 0, shown.active());
    }

    private static ParameterInformation parameter(Signature.Parameter parameter) {
        ParameterInformation information = new ParameterInformation(parameter.name());
        information.setDocumentation(markdown(parameter.help()));
        return information;
    }

    private static MarkupContent markdown(String text) {
        return new MarkupContent(MarkupKind.MARKDOWN, text);
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import dev.ringspect.protocol.text.Encoding;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Span;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ResourceOperation;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Somebody who writes one protocol file with the server's help; keeps the text as an editor does. */
final class Author {
    private final EditorSession session;
    private final String uri;
    private final Positions positions = new Positions(Encoding.UTF_16);
    private final Map<String, String> files = new HashMap<>();
    private SourceText text;
    private int cursor;
    private int version = 1;

    Author(EditorSession session, String uri) {
        this.session = session;
        this.uri = uri;
        this.text = SourceText.of(uri, "");
        session.open(uri, "");
    }

    String text() {
        return text.text();
    }

    /** Types {@code typed}, key by key, as one edit each. */
    void type(String typed) {
        for (int i = 0; i < typed.length(); i++) {
            replace(new Span(cursor, cursor), typed.substring(i, i + 1));
        }
    }

    /** Takes {@code label} from the list that the server offers at the cursor. */
    void complete(String label) {
        List<CompletionItem> offered = EditorSession.await(session.server.getTextDocumentService()
                .completion(new CompletionParams(document(), positions.position(text, cursor)))).getRight().getItems();
        assertThat(offered).extracting(CompletionItem::getLabel).as("behind " + lastLine()).contains(label);
        CompletionItem chosen = offered.stream().filter(item -> item.getLabel().equals(label)).findFirst()
                .orElseThrow();
        TextEdit edit = chosen.getTextEdit().getLeft();
        Span span = span(edit);
        replace(span, edit.getNewText());
        cursor = span.start() + edit.getNewText().length();
    }

    /** Puts the cursor behind the first {@code words}. */
    void goBehind(String words) {
        int at = text.text().indexOf(words);
        assertThat(at).as(words).isNotNegative();
        cursor = at + words.length();
    }

    /** Erases {@code words}, which stand behind the cursor. */
    void erase(String words) {
        assertThat(text.text()).startsWith(text.text().substring(0, cursor) + words);
        replace(new Span(cursor, cursor + words.length()), "");
    }

    void goToEnd() {
        cursor = text.length();
    }

    /** Waits until the server's findings are as wanted. */
    List<Diagnostic> await(Predicate<List<Diagnostic>> wanted) {
        return session.client.awaitDiagnostics(uri, wanted);
    }

    /** Gives the name behind which the cursor is another one. */
    void rename(String name) {
        apply(EditorSession.await(session.server.getTextDocumentService()
                .rename(new RenameParams(document(), positions.position(text, cursor), name))));
    }

    /** Takes what is offered under this title at {@code place}, where the server's findings are {@code about}. */
    void take(String title, Range place, List<Diagnostic> about) {
        List<CodeAction> offered = EditorSession.await(session.server.getTextDocumentService()
                .codeAction(new CodeActionParams(document(), place, new CodeActionContext(about)))).stream()
                .map(Either::getRight).toList();
        assertThat(offered).extracting(CodeAction::getTitle).contains(title);
        CodeAction chosen = offered.stream().filter(action -> action.getTitle().equals(title)).findFirst()
                .orElseThrow();
        if (!about.isEmpty()) {
            assertThat(chosen.getDiagnostics()).extracting(Diagnostic::getCode)
                    .containsExactlyElementsOf(about.stream().map(Diagnostic::getCode).toList());
        }
        apply(chosen.getEdit());
    }

    /** Takes what is offered under this title where the cursor is. */
    void take(String title) {
        Position at = positions.position(text, cursor);
        take(title, new Range(at, at), List.of());
    }

    /** The file that an edit of the server made; it is not opened. */
    String made(String name) {
        return Objects.requireNonNull(files.get(name), () -> name + " was not made, but " + files.keySet());
    }

    void format() {
        apply(EditorSession.await(session.server.getTextDocumentService()
                .formatting(new DocumentFormattingParams(document(), new FormattingOptions(4, true)))));
    }

    private void apply(WorkspaceEdit edit) {
        if (edit.getDocumentChanges() == null) {
            apply(Objects.requireNonNull(edit.getChanges().get(uri), "no edit of this file"));
            return;
        }
        for (Either<TextDocumentEdit, ResourceOperation> change : edit.getDocumentChanges()) {
            if (change.isRight()) {
                files.put(((CreateFile) change.getRight()).getUri(), "");
                continue;
            }
            List<TextEdit> edits = change.getLeft().getEdits().stream().map(Either::getLeft).toList();
            String changed = change.getLeft().getTextDocument().getUri();
            if (changed.equals(uri)) {
                apply(edits);
            } else {
                assertThat(files).containsEntry(changed, "");
                files.put(changed, edits.getFirst().getNewText());
            }
        }
    }

    private void apply(List<? extends TextEdit> edits) {
        List<dev.ringspect.protocol.text.TextEdit> ours = new ArrayList<>();
        edits.forEach(edit -> ours.add(new dev.ringspect.protocol.text.TextEdit(span(edit), edit.getNewText())));
        String after = text.edited(ours).text();
        text = SourceText.of(uri, after);
        session.replaceAll(uri, ++version, after);
        goToEnd();
    }

    private Span span(TextEdit edit) {
        return new Span(positions.offset(text, edit.getRange().getStart()),
                positions.offset(text, edit.getRange().getEnd()));
    }

    private void replace(Span span, String replacement) {
        session.replace(uri, ++version, positions.range(text, span), replacement);
        text = text.edited(List.of(new dev.ringspect.protocol.text.TextEdit(span, replacement)));
        cursor = span.start() + replacement.length();
    }

    private TextDocumentIdentifier document() {
        return new TextDocumentIdentifier(uri);
    }

    private String lastLine() {
        return text.slice(new Span(text.lineSpan(text.lineOf(cursor)).start(), cursor));
    }
}

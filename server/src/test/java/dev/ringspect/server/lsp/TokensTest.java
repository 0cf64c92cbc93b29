package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensDelta;
import org.eclipse.lsp4j.SemanticTokensDeltaParams;
import org.eclipse.lsp4j.SemanticTokensEdit;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.junit.jupiter.api.Test;

/** Semantic tokens over the wire. */
class TokensTest {
    private static final String URI = "file:///w/demo.uring";
    private static final TextDocumentIdentifier DOCUMENT = new TextDocumentIdentifier(URI);

    @Test
    void aDifferenceMakesTheNewAnswerOfTheOld() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, "struct io {\n    __u8 a;\n    __u8 b;\n};\nstruct more { __u8 c; };\n");
            TextDocumentService documents = session.server.getTextDocumentService();
            SemanticTokens before = EditorSession
                    .await(documents.semanticTokensFull(new SemanticTokensParams(DOCUMENT)));
            session.replace(URI, 2, new Range(new Position(1, 0), new Position(1, 0)), "    __u16 new_one;\n");
            SemanticTokensDelta delta = EditorSession.await(documents.semanticTokensFullDelta(
                    new SemanticTokensDeltaParams(DOCUMENT, before.getResultId()))).getRight();
            SemanticTokens after = EditorSession
                    .await(documents.semanticTokensFull(new SemanticTokensParams(DOCUMENT)));
            assertThat(delta.getEdits()).singleElement()
                    .satisfies(edit -> assertThat(edit.getData().size()).isLessThan(after.getData().size()));
            assertThat(applied(before.getData(), delta.getEdits())).isEqualTo(after.getData());
        }
    }

    @Test
    void anAnswerThatIsForgottenIsSentInFull() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, "struct io { __u8 a; };\n");
            assertThat(EditorSession.await(session.server.getTextDocumentService()
                    .semanticTokensFullDelta(new SemanticTokensDeltaParams(DOCUMENT, "another"))).getLeft().getData())
                    .hasSize(4 * 5);
        }
    }

    @Test
    void aRangeHoldsItsTokensAlone() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, "struct io { __u8 a; };\n\nstruct more { };\n");
            assertThat(EditorSession.await(session.server.getTextDocumentService().semanticTokensRange(
                    new SemanticTokensRangeParams(DOCUMENT, new Range(new Position(2, 0), new Position(3, 0)))))
                    .getData()).startsWith(2, 0, 6).hasSize(2 * 5);
        }
    }

    @Test
    void editsBetweenAnyTwoAnswersAreExact() {
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            List<Integer> before = random.ints(5L * random.nextInt(6), 0, 3).boxed().toList();
            List<Integer> after = random.ints(5L * random.nextInt(6), 0, 3).boxed().toList();
            assertThat(applied(before, TokenConversion.edits(before, after))).isEqualTo(after);
        }
    }

    private static List<Integer> applied(List<Integer> before, List<SemanticTokensEdit> edits) {
        List<Integer> data = new ArrayList<>(before);
        for (SemanticTokensEdit edit : edits) {
            data.subList(edit.getStart(), edit.getStart() + edit.getDeleteCount()).clear();
            data.addAll(edit.getStart(), edit.getData());
        }
        return data;
    }
}

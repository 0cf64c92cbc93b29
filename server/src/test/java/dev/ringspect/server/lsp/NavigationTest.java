package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PositionEncodingKind;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.TypeDefinitionParams;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names over the wire: requests and answers as a client sees them. */
class NavigationTest {
    private static final String URI = "file:///w/demo.uring";
    private static final TextDocumentIdentifier DOCUMENT = new TextDocumentIdentifier(URI);
    private static final String DEMO = """
            protocol demo;
            on device "/dev/null";
            struct io { __u32 op; };
            enum kind { FIRST };
            refine struct io { op : enum kind; }
            command IO = 1 { payload struct io; check op == FIRST; }
            """;

    @Test
    void aNameIsFollowed() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            TextDocumentService documents = session.server.getTextDocumentService();
            Position inCheck = new Position(5, 43);
            assertThat(EditorSession.await(documents.definition(new DefinitionParams(DOCUMENT, inCheck))).getLeft())
                    .isEqualTo(List.of(new Location(URI, range(2, 18, 20))));
            assertThat(EditorSession.await(documents.typeDefinition(new TypeDefinitionParams(DOCUMENT, inCheck)))
                    .getLeft()).isEqualTo(List.of(new Location(URI, range(3, 5, 9))));
            assertThat(EditorSession.await(documents
                    .references(new ReferenceParams(DOCUMENT, inCheck, new ReferenceContext(false)))))
                    .isEqualTo(List.of(new Location(URI, range(4, 19, 21)),
                            new Location(URI, range(5, 42, 44))));
            List<? extends DocumentHighlight> highlights = EditorSession
                    .await(documents.documentHighlight(new DocumentHighlightParams(DOCUMENT, inCheck)));
            assertThat(highlights.stream().map(highlight -> highlight.getRange().getStart().getLine() + " "
                    + highlight.getKind()))
                    .containsExactly("2 " + DocumentHighlightKind.Write, "4 " + DocumentHighlightKind.Read,
                            "5 " + DocumentHighlightKind.Read);
        }
    }

    @Test
    void whatIsDeclaredIsListed() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            assertThat(EditorSession.await(
                    session.server.getTextDocumentService().documentSymbol(new DocumentSymbolParams(DOCUMENT))))
                    .extracting(symbol -> symbol.getRight().getName() + " "
                            + symbol.getRight().getChildren().size())
                    .containsExactly("demo 0", "io 1", "kind 1", "io 0", "IO 0");
            assertThat(EditorSession
                    .await(session.server.getWorkspaceService().symbol(new WorkspaceSymbolParams("fir"))).getRight())
                    .singleElement().satisfies(symbol -> {
                        assertThat(symbol.getContainerName()).isEqualTo("kind");
                        assertThat(symbol.getLocation().getLeft())
                                .isEqualTo(new Location(URI, range(3, 12, 17)));
                    });
        }
    }

    @Test
    void aRenameThatIsRefusedSaysWhy() {
        try (EditorSession session = EditorSession.started()) {
            session.open(URI, DEMO);
            TextDocumentService documents = session.server.getTextDocumentService();
            assertThat(
                    EditorSession.await(documents.prepareRename(new PrepareRenameParams(DOCUMENT, new Position(2, 18))))
                            .getSecond().getPlaceholder())
                    .isEqualTo("op");
            assertThatThrownBy(() -> EditorSession
                    .await(documents.rename(new RenameParams(DOCUMENT, new Position(2, 18), "FIRST"))))
                    .hasMessageContaining("'FIRST' exists already");
            assertThatThrownBy(() -> EditorSession
                    .await(documents.prepareRename(new PrepareRenameParams(DOCUMENT, new Position(2, 13)))))
                    .hasMessageContaining("'__u32' (builtin type) comes with Linux");
        }
    }

    /** The name behind two characters outside of the basic plane: 2 units each in UTF-16, 4 bytes each in UTF-8. */
    @ParameterizedTest
    @CsvSource({PositionEncodingKind.UTF16 + ",8", PositionEncodingKind.UTF8 + ",12",
            PositionEncodingKind.UTF32 + ",6"})
    void columnsAreCountedAsTheClientCounts(String encoding, int column) {
        try (EditorSession session = new EditorSession()) {
            GeneralClientCapabilities general = new GeneralClientCapabilities();
            general.setPositionEncodings(List.of(encoding));
            ClientCapabilities capabilities = new ClientCapabilities();
            capabilities.setGeneral(general);
            InitializeParams params = new InitializeParams();
            params.setCapabilities(capabilities);
            session.initialize(params);
            session.open(URI, "/*😀𝄞*/struct a { __u8 b; };\n/*😀𝄞*/struct c { struct a d; };\n");
            TextDocumentService documents = session.server.getTextDocumentService();
            Position use = new Position(1, column + 18);
            Range declaration = range(0, column + 7, column + 8);
            assertThat(EditorSession.await(documents.definition(new DefinitionParams(DOCUMENT, use))).getLeft())
                    .isEqualTo(List.of(new Location(URI, declaration)));
            assertThat(
                    EditorSession.await(documents.rename(new RenameParams(DOCUMENT, use, "aa"))).getChanges().get(URI))
                    .containsExactly(new TextEdit(declaration, "aa"),
                            new TextEdit(range(1, column + 18, column + 19), "aa"));
        }
    }

    private static Range range(int line, int from, int to) {
        return new Range(new Position(line, from), new Position(line, to));
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticTag;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protocol file among others: headers of the system and of the workspace, folders that come and go. */
class SurroundingsTest {
    private static final Path NVME = Path.of("/usr/include/linux/nvme_ioctl.h");
    private static final String NVME_PROTOCOL = """
            protocol p;
            import "linux/nvme_ioctl.h";
            on socket;
            command IO = NVME_URING_CMD_IO { payload struct nvme_uring_cmd; }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void namesLeadIntoTheSystemsHeadersAndBack() throws IOException {
        assumeTrue(Files.exists(NVME), "linux-libc-dev is not installed");
        String header = NVME.toUri().toString();
        try (EditorSession session = EditorSession.started()) {
            String uri = open(session, "p.uring", "uring", NVME_PROTOCOL);
            assertThat(definition(session, uri, 3, 60)).containsExactly(header);
            assertThat(definition(session, uri, 3, 20)).containsExactly(header);
            assertThat(EditorSession.await(session.server.getTextDocumentService()
                    .documentLink(new DocumentLinkParams(new TextDocumentIdentifier(uri))))).singleElement()
                    .satisfies(link -> assertThat(link.getTarget()).isEqualTo(header));
            assertThat(session.hover(uri, 3, 20).orElseThrow().getContents().getRight().getValue())
                    .contains("_IOWR('N', 0x80, 72 bytes)", "from `linux/nvme_ioctl.h`, line ");

            String text = Files.readString(NVME);
            session.server.getTextDocumentService()
                    .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(header, "cpp", 1, text)));
            int line = (int) text.substring(0, text.indexOf("struct nvme_uring_cmd {")).lines().count();
            assertThat(definition(session, header, line, 10)).containsExactly(uri);
            assertThat(session.hover(header, line, 10)).isPresent();
        }
    }

    @Test
    void whereElseSomethingStandsComesAlongHoweverTheClientAsks() throws IOException {
        String text = "protocol p;\non socket;\ncommand ONE = 1 { pending; }\ncommand TWO = 1 { pending; }\n";
        Predicate<Diagnostic> twice = one -> one.getRelatedInformation() != null
                && one.getRelatedInformation().stream().anyMatch(place -> place.getLocation().getRange().getStart()
                        .getLine() != one.getRange().getStart().getLine());
        try (EditorSession session = EditorSession.started()) {
            String uri = open(session, "p.uring", "uring", text);
            session.client.awaitDiagnostics(uri, all -> all.stream().anyMatch(twice));
        }
        try (EditorSession session = EditorSession.pulling()) {
            assertThat(pulled(session, open(session, "p.uring", "uring", text))).anyMatch(twice);
        }
    }

    @Test
    void whatAHeaderOnDiskHasToDoWithItComesAlong() throws IOException {
        Files.writeString(folder.resolve("big.h"), "struct big { unsigned long long all[4]; };\n");
        try (EditorSession session = EditorSession.pulling()) {
            String uri = open(session, "p.uring", "uring", """
                    import "big.h";
                    protocol p;
                    on socket;
                    command C = 1 { payload struct big; }
                    """);
            assertThat(pulled(session, uri)).anySatisfy(one -> {
                assertThat(one.getCode().getLeft()).isEqualTo("L01");
                assertThat(one.getRelatedInformation()).anySatisfy(
                        place -> assertThat(place.getLocation().getUri()).endsWith("/big.h"));
            });
        }
    }

    @Test
    void anImportThatNothingUsesIsPaintedAsUnnecessary() throws IOException {
        Files.writeString(folder.resolve("a.h"), "struct a { int x; };\n");
        try (EditorSession session = EditorSession.pulling()) {
            String uri = open(session, "p.uring", "uring", "import \"a.h\";\nprotocol p;\non socket;\n");
            assertThat(pulled(session, uri)).anySatisfy(one -> {
                assertThat(one.getTags()).containsExactly(DiagnosticTag.Unnecessary);
                assertThat(one.getRange().getStart()).isEqualTo(new Position(0, 7));
            });
        }
    }

    @Test
    void aFileThatChangesOnDiskCounts() throws IOException {
        Path header = Files.writeString(folder.resolve("a.h"), "struct a { char x; int y; };\n");
        try (EditorSession session = EditorSession.started()) {
            String uri = open(session, "p.uring", "uring",
                    "import \"a.h\";\nprotocol p;\non socket;\ncommand C = 1 { payload struct a; check z == 0; }\n");
            session.client.awaitDiagnostics(uri, all -> messages(all).contains("'z'"));
            Files.writeString(header, "struct a { int y, z; };\n");
            session.server.getWorkspaceService().didChangeWatchedFiles(new DidChangeWatchedFilesParams(
                    List.of(new FileEvent(header.toUri().toString(), FileChangeType.Changed))));
            session.client.awaitDiagnostics(uri, all -> !messages(all).contains("'z'"));
        }
    }

    @Test
    void everyFolderOfTheWorkspaceCountsAsLongAsItIsOne() throws IOException {
        WorkspaceFolder one = folder("one", "struct first { int x; };\n");
        WorkspaceFolder two = folder("two", "struct second { int x; };\n");
        try (EditorSession session = new EditorSession()) {
            InitializeParams params = new InitializeParams();
            params.setWorkspaceFolders(List.of(one));
            session.initialize(params);
            awaitStructs(session, List.of("first"));
            session.server.getWorkspaceService().didChangeWorkspaceFolders(
                    new DidChangeWorkspaceFoldersParams(new WorkspaceFoldersChangeEvent(List.of(two), List.of())));
            awaitStructs(session, List.of("first", "second"));
            session.server.getWorkspaceService().didChangeWorkspaceFolders(
                    new DidChangeWorkspaceFoldersParams(new WorkspaceFoldersChangeEvent(List.of(), List.of(one))));
            awaitStructs(session, List.of("second"));
        }
    }

    private WorkspaceFolder folder(String name, String text) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve("a.uring"), text);
        return new WorkspaceFolder(made.toUri().toString(), name);
    }

    /** Asks again until the answer is as wanted: the folders are searched behind the client's back. */
    private static void awaitStructs(EditorSession session, List<String> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        List<String> names;
        do {
            // what is found meanwhile overtakes the request as an edit does
            names = EditorSession.await(session.server.getWorkspaceService().symbol(new WorkspaceSymbolParams("s"))
                    .handle((answer, overtaken) -> overtaken != null
                            ? List.of()
                            : answer.getRight().stream().map(WorkspaceSymbol::getName).sorted().toList()));
        } while (!names.equals(wanted) && System.nanoTime() < deadline);
        assertThat(names).isEqualTo(wanted);
    }

    private static List<Diagnostic> pulled(EditorSession session, String uri) {
        return EditorSession.await(session.server.getTextDocumentService()
                .diagnostic(new DocumentDiagnosticParams(new TextDocumentIdentifier(uri)))).getLeft().getItems();
    }

    private String open(EditorSession session, String name, String language, String text) throws IOException {
        String uri = Files.writeString(folder.resolve(name), text).toUri().toString();
        session.server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, language, 1, text)));
        return uri;
    }

    private static List<String> definition(EditorSession session, String uri, int line, int character) {
        return EditorSession.await(session.server.getTextDocumentService().definition(
                new DefinitionParams(new TextDocumentIdentifier(uri), new Position(line, character)))).getLeft()
                .stream().map(place -> place.getUri()).toList();
    }

    private static String messages(List<Diagnostic> diagnostics) {
        return String.join("\n", diagnostics.stream().map(one -> one.getMessage().getLeft()).toList());
    }
}

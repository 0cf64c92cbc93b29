package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Findings in a header that a protocol file imports stand in the header, as it is in the editor. */
class HeaderDiagnosticsTest {
    private static final String HOLE = "struct a { char x; int y; };\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aHoleInAPayloadIsFoundWhereTheHeaderDeclaresIt() throws IOException {
        Path header = Files.writeString(folder.resolve("a.h"), "struct a { int x; };\n");
        try (EditorSession session = EditorSession.started()) {
            session.open(folder.resolve("p.uring").toUri().toString(), """
                    import "a.h";
                    protocol p;
                    on socket;
                    command C = 1 { payload struct a; }
                    """);
            String uri = header.toUri().toString();
            session.server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                    new TextDocumentItem(uri, "c", 1, "struct unused { char x; int y; };\n" + HOLE)));
            List<Diagnostic> found = session.client.awaitDiagnostics(uri, HeaderDiagnosticsTest::hasHole);
            assertThat(found).extracting(one -> one.getRange().getStart().getLine()).containsOnly(1);
            session.replaceAll(uri, 2, "struct a { int x; };\n");
            session.client.awaitDiagnostics(uri, all -> !hasHole(all));
        }
    }

    @Test
    void whatTheProtocolFileSuppressesIsSuppressedInTheOpenHeaderToo() throws IOException {
        Path header = Files.writeString(folder.resolve("a.h"), HOLE);
        String protocol = folder.resolve("p.uring").toUri().toString();
        String uri = header.toUri().toString();
        try (EditorSession session = EditorSession.started()) {
            session.open(protocol, """
                    import "a.h";
                    protocol p;
                    on socket;
                    command C = 1 { payload struct a; }
                    """);
            session.server.getTextDocumentService()
                    .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "c", 1, HOLE)));
            session.client.awaitDiagnostics(uri, HeaderDiagnosticsTest::hasHole);
            session.replaceAll(protocol, 2, """
                    // ringspect: ignore-file L04
                    import "a.h";
                    protocol p;
                    on socket;
                    command C = 1 { payload struct a; }
                    """);
            session.client.awaitDiagnostics(uri, all -> !hasHole(all));
        }
    }

    @Test
    void aHeaderThatChangesOnDiskCountsInTheOpenDocumentThatIncludesIt() throws IOException {
        Path header = Files.writeString(folder.resolve("a.h"), "struct in { int x; };\n");
        String uri = folder.resolve("driver.c").toUri().toString();
        try (EditorSession session = EditorSession.started()) {
            session.server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                    new TextDocumentItem(uri, "c", 1, """
                            #include "a.h"
                            // ringspect: payload sqe64
                            struct a { struct in x; int y; unsigned long long z; };
                            """)));
            session.client.awaitDiagnostics(uri, all -> !hasHole(all));
            Files.writeString(header, "struct in { int x, more; };\n");
            session.server.getWorkspaceService().didChangeWatchedFiles(new DidChangeWatchedFilesParams(
                    List.of(new FileEvent(header.toUri().toString(), FileChangeType.Changed))));
            session.client.awaitDiagnostics(uri, HeaderDiagnosticsTest::hasHole);
        }
    }

    @Test
    void aHeaderThatMarksAPayloadItselfNeedsNoProtocolFile() {
        String uri = folder.resolve("lone.h").toUri().toString();
        try (EditorSession session = EditorSession.started()) {
            session.server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                    new TextDocumentItem(uri, "c", 1, "// ringspect: payload\n" + HOLE)));
            List<Diagnostic> found = session.client.awaitDiagnostics(uri, HeaderDiagnosticsTest::hasHole);
            assertThat(found).extracting(one -> one.getRange().getStart().getLine()).containsOnly(1);
        }
    }

    private static boolean hasHole(List<Diagnostic> found) {
        return found.stream().anyMatch(one -> one.getCode().getLeft().equals("L04"));
    }
}

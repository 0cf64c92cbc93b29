package dev.ringspect.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.ringspect.protocol.layout.Member;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protocol files on disk: found in big trees, and read anew when they change. */
class WorkspaceFilesTest {
    private final Workspace workspace = new Workspace(Runnable::run);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void aTreeOfFiftyThousandFilesIsSearchedWithProgressAndCanBeCancelled() throws IOException {
        tree(50_000);
        Told told = new Told(false);
        assertThat(WorkspaceSearch.read(List.of(folder), told, new Cancel())).hasSize(50);
        assertThat(told.words).hasSize(12).startsWith("Looking for protocol files").endsWith("closed");
        Told impatient = new Told(true);
        assertThat(WorkspaceSearch.read(List.of(folder), impatient, new Cancel())).hasSizeLessThan(50);
        assertThat(impatient.words).hasSize(3).endsWith("closed");
    }

    @Test
    void aSmallTreeIsNoMatterOfProgress() throws IOException {
        tree(1000);
        Told told = new Told(false);
        assertThat(WorkspaceSearch.read(List.of(folder), told, new Cancel())).hasSize(1);
        assertThat(told.words).isEmpty();
    }

    @Test
    void changedFilesAreReadAndMissingOnesGo() throws Exception {
        Path kept = Files.writeString(folder.resolve("kept.uring"), "protocol kept;");
        Path gone = Files.writeString(folder.resolve("gone.uring"), "protocol gone;");
        workspace.edit(snapshot -> snapshot.withFolders(List.of(folder)));
        try (WorkspaceFiles files = new WorkspaceFiles(workspace, Runnable::run, Progress.NONE)) {
            files.look();
            assertThat(names()).containsExactly("gone.uring", "kept.uring");
            Analysis before = analysis(kept);
            assertThat(before.model().protocol()).isPresent();
            Files.delete(gone);
            Path made = Files.writeString(folder.resolve("made.uring"), "protocol made;");
            Path hidden = Files.writeString(Files.createDirectory(folder.resolve("target")).resolve("x.uring"), "");
            files.changed(List.of(gone, made, hidden, folder.resolve("other.txt")));
            assertThat(names()).containsExactly("kept.uring", "made.uring");
            assertThat(analysis(kept)).isSameAs(before);
            Files.writeString(kept, "protocol other;");
            files.changed(List.of(kept));
            assertThat(analysis(kept).text().text()).isEqualTo("protocol other;");
        }
    }

    @Test
    void aHeaderThatChangesOnDiskChangesWhatImportsIt() throws Exception {
        Path header = Files.writeString(folder.resolve("a.h"), "struct a { int x; };");
        Path uses = Files.writeString(folder.resolve("uses.uring"), """
                import "a.h";
                protocol p;
                on socket;
                needs sqe128;
                command C = 1 { payload struct a; }
                """);
        Path alone = Files.writeString(folder.resolve("alone.uring"), "protocol alone;");
        workspace.edit(snapshot -> snapshot.withFolders(List.of(folder)));
        try (WorkspaceFiles files = new WorkspaceFiles(workspace, Runnable::run, Progress.NONE)) {
            files.look();
            settled();
            assertThat(members(uses)).containsExactly("x");
            Analysis untouched = analysis(alone);
            assertThat(untouched.model().protocol()).isPresent();
            Files.writeString(header, "struct a { int x, other; };");
            files.changed(List.of(header));
            settled();
            assertThat(members(uses)).containsExactly("x", "other");
            assertThat(analysis(alone)).isSameAs(untouched);
            Texts open = settled().texts().with(new Document("c", 1,
                    SourceText.of(header.toUri().toString(), "struct a { int typed; };")));
            assertThat(members(open.protocolFile(uses.toUri().toString()).orElseThrow())).containsExactly("typed");
            assertThat(members(open.without(header.toUri().toString()).protocolFile(uses.toUri().toString())
                    .orElseThrow())).containsExactly("x", "other");
        }
    }

    private List<String> members(Path file) throws Exception {
        return members(analysis(file));
    }

    private static List<String> members(Analysis file) {
        return file.model().importedStructs().getFirst().members().stream().map(Member::name).toList();
    }

    private Analysis analysis(Path file) throws Exception {
        return settled().texts().protocolFile(file.toUri().toString()).orElseThrow();
    }

    private List<String> names() throws Exception {
        return settled().texts().protocolFiles().stream().map(Analysis::text).map(SourceText::uri)
                .map(uri -> uri.substring(uri.lastIndexOf('/') + 1)).toList();
    }

    /** What was asked for before may ask for more. */
    private Snapshot settled() throws Exception {
        workspace.settled().get(60, TimeUnit.SECONDS);
        return workspace.settled().get(60, TimeUnit.SECONDS);
    }

    /** Folders of 1,000 files, one of them a protocol file. */
    private void tree(int files) throws IOException {
        for (int i = 0; i < files / 1000; i++) {
            Path inner = Files.createDirectories(folder.resolve("d" + i));
            for (int j = 1; j < 1000; j++) {
                Files.createFile(inner.resolve(j + ".c"));
            }
            Files.createFile(inner.resolve("p.uring"));
        }
    }

    /** Writes down what it is told; one that is impatient cancels at once. */
    private record Told(boolean impatient, List<String> words) implements Progress {
        Told(boolean impatient) {
            this(impatient, new ArrayList<>());
        }

        @Override
        public Step begin(String title, Cancel cancel) {
            words.add(title);
            if (impatient) {
                cancel.cancel(Cancel.Reason.REQUESTED);
            }
            return new Step() {
                @Override
                public void report(String message) {
                    words.add(message);
                }

                @Override
                public void close() {
                    words.add("closed");
                }
            };
        }
    }
}

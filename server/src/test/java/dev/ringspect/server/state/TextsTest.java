package dev.ringspect.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.ringspect.protocol.finding.InspectionSettings;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.text.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {
    @Test
    void anOpenDocumentLiesOverItsFile() {
        Texts files = Texts.NONE.withFiles(Map.of("file:///w/a.uring", SourceText.of("file:///w/a.uring", "disk")));
        Texts open = files.with(new Document("uring", 1, SourceText.of("file:///w/a.uring", "editor")));
        assertThat(texts(files)).containsExactly("disk");
        assertThat(texts(open)).containsExactly("editor");
        assertThat(texts(open.without("file:///w/a.uring"))).containsExactly("disk");
    }

    @Test
    void aFileHasOneNameHoweverItIsEscaped() {
        Texts open = Texts.NONE.with(new Document("uring", 1, SourceText.of("file:///w/a%2Db.uring", "x")));
        assertThat(open.text("file:///w/a-b.uring")).map(SourceText::text).contains("x");
    }

    @Test
    void documentsOfOtherLanguagesAreNoProtocols() {
        Texts open = Texts.NONE.with(new Document("c", 1, SourceText.of("file:///w/a.h", "x")));
        assertThat(open.protocolFiles()).isEmpty();
        assertThat(open.text("file:///w/a.h")).isPresent();
    }

    @Test
    void aDocumentIsReadAnewWhenWhatItIncludesChangesAndNotForAnythingElse(@TempDir Path folder) throws IOException {
        Path header = Files.writeString(folder.resolve("h.h"), "struct a { int x; };");
        String uri = folder.resolve("a.c").toUri().toString();
        Texts first = Texts.NONE.with(c(uri, "#include \"h.h\"\n#include \"late.h\"\nstruct b { struct a one; };"));
        DriverSourceAnalysis read = first.foreign(uri).orElseThrow();
        assertThat(sizes(first, uri)).containsExactly(4);
        Texts besides = first.with(c(folder.resolve("other.c").toUri().toString(), "int x;"))
                .withImportsChanged(List.of(folder.resolve("other.h").toUri().toString()));
        assertThat(besides.foreign(uri)).containsSame(read);
        assertThat(besides.meaningDiffersFrom(first)).isFalse();
        Texts typed = besides.with(c(header.toUri().toString(), "struct a { int x, y; };"));
        assertThat(typed.meaningDiffersFrom(besides)).isTrue();
        assertThat(sizes(typed, uri)).containsExactly(8);
        assertThat(sizes(typed.without(header.toUri().toString()), uri)).containsExactly(4);
        Files.writeString(header, "struct a { int x, y, other; };");
        Texts onDisk = besides.withImportsChanged(List.of(header.toUri().toString()));
        assertThat(onDisk.meaningDiffersFrom(besides)).isTrue();
        assertThat(sizes(onDisk, uri)).containsExactly(12);
        Texts late = onDisk.withImportsChanged(List.of(folder.resolve("late.h").toUri().toString()));
        assertThat(late.meaningDiffersFrom(onDisk)).as("a header that was missing").isTrue();
    }

    @Test
    void whatProtocolFilesReachChangesWithThem() {
        String uri = "file:///w/a.h";
        Texts before = Texts.NONE.with(c(uri, "struct a { char x; int y; };"));
        assertThat(before.foreign(uri).orElseThrow().findings(InspectionSettings.DEFAULT, new Cancel())).isEmpty();
        Texts after = before.with(new Document("uring", 1, SourceText.of("file:///w/p.uring", """
                protocol p;
                on socket;
                import "a.h";
                command A = 1 { payload struct a; }
                """)));
        assertThat(after.meaningDiffersFrom(before)).isTrue();
        assertThat(after.foreign(uri).orElseThrow().findings(InspectionSettings.DEFAULT, new Cancel())).isNotEmpty();
    }

    @Test
    void aTextThatSaysNothingOfCommandsIsNotShownAnewForAnother() {
        Texts before = Texts.NONE.with(c("file:///w/a.h", "struct a { int x; };"));
        assertThat(before.foreign("file:///w/a.h").orElseThrow().types(new Cancel())).isEmpty();
        assertThat(before.with(c("file:///w/b.h", "struct b;")).meaningDiffersFrom(before)).isFalse();
    }

    private static Document c(String uri, String text) {
        return new Document("c", 1, SourceText.of(uri, text));
    }

    private static List<Integer> sizes(Texts texts, String uri) {
        return texts.foreign(uri).orElseThrow().structs(new Cancel()).stream()
                .map(struct -> (int) new LayoutEngine(Abi.X86_64).layout(struct).size()).toList();
    }

    @Test
    void theWalkFindsProtocolFilesAndSkipsWhatIsBuiltOrForeign(@TempDir Path root) throws IOException {
        write(root.resolve("a.uring"));
        write(root.resolve("deep/er/b.uring"));
        write(root.resolve("notes.txt"));
        for (String skipped : List.of(".git", "target", "node_modules")) {
            write(root.resolve(skipped).resolve("c.uring"));
        }
        Files.createSymbolicLink(root.resolve("loop"), root);
        assertThat(WorkspaceSearch.read(List.of(root, root.resolve("no such folder")), Progress.NONE, new Cancel())
                .keySet())
                .containsExactly(root.resolve("a.uring").toUri().toString(),
                        root.resolve("deep/er/b.uring").toUri().toString());
    }

    private static void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "protocol p;");
    }

    private static List<String> texts(Texts texts) {
        return texts.protocolFiles().stream().map(file -> file.text().text()).toList();
    }
}

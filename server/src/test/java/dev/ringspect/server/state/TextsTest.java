package dev.ringspect.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
    void theWalkFindsProtocolFilesAndSkipsWhatIsBuiltOrForeign(@TempDir Path root) throws IOException {
        write(root.resolve("a.uring"));
        write(root.resolve("deep/er/b.uring"));
        write(root.resolve("notes.txt"));
        for (String skipped : List.of(".git", "target", "node_modules")) {
            write(root.resolve(skipped).resolve("c.uring"));
        }
        Files.createSymbolicLink(root.resolve("loop"), root);
        assertThat(UringFiles.read(List.of(root, root.resolve("no such folder")), Progress.NONE, new Cancel()).keySet())
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

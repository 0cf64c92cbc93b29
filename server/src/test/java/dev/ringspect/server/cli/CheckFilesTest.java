package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckFilesTest {
    private static final String TOO_BIG = """
            protocol p;
            on device "/dev/x";
            struct big { __u64 words[3]; };
            command C = 1 { payload struct big; }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFolderIsSearchedAndFindingsCarryTheirPlaceAndId() throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Path big = Files.writeString(folder.resolve("sub/big.uring"), TOO_BIG);
        Files.writeString(folder.resolve("other.txt"), "struct {");
        Invocation checked = Invocation.of("check", folder.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        assertThat(checked.out().lines()).singleElement().asString().startsWith(big + ":4:").contains(": error: ")
                .endsWith("[L01]");
    }

    @Test
    void anErrorOfTheLanguageHasNoId() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.uring"), "struct s { __u8 x }\n");
        Invocation checked = Invocation.of("check", broken.toString());
        assertThat(checked.exit()).isEqualTo(Exit.FOUND);
        assertThat(checked.out()).startsWith(broken + ":1:18: error: ").doesNotContain("[");
    }

    @Test
    void nothingFoundIsDone() throws IOException {
        Path good = Files.writeString(folder.resolve("good.uring"), "struct s { __u8 x; };\n");
        assertThat(Invocation.of("check", good.toString())).isEqualTo(new Invocation(Exit.DONE, "", ""));
    }

    @Test
    void whatCannotBeReadIsUnusableInput() {
        Invocation checked = Invocation.of("check", folder.resolve("none.uring").toString());
        assertThat(checked.exit()).isEqualTo(Exit.USAGE);
        assertThat(checked.err()).contains("no such file");
        assertThat(Invocation.of("check", folder.toString(), "--severity", "bad").err()).contains("takes error");
    }
}

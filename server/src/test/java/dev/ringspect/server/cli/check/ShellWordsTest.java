package dev.ringspect.server.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void quotesAndBackslashesMakeWords() {
        assertThat(ShellWords.of("cc -DA=\\\"x\\\"  '-I a b' \"-D B=\\\\ \\n\" c\\ d '' e\n"))
                .containsExactly("cc", "-DA=\"x\"", "-I a b", "-D B=\\ \\n", "c d", "", "e");
        assertThat(ShellWords.of(" ")).isEmpty();
        assertThat(ShellWords.of("a 'open")).containsExactly("a", "open");
    }
}

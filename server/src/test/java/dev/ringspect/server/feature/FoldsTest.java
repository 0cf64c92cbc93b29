package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class FoldsTest {
    @Test
    void blocksCommentsAndImportsFold() {
        Opened opened = Opened.with("""
                // one
                // two

                import "a.h";
                import "b.h";
                /* a comment
                 * of lines */
                command A = 1 {
                    errors {
                        EINVAL "x"; // not a line of its own
                    }
                }
                struct a { __u8 x; };
                """);
        assertThat(Folds.of(opened.at(), Opened.URI, new Cancel())).containsExactly(
                new Fold(Fold.Kind.COMMENT, 0, 1), new Fold(Fold.Kind.IMPORTS, 3, 4),
                new Fold(Fold.Kind.COMMENT, 5, 6), new Fold(Fold.Kind.BLOCK, 7, 10), new Fold(Fold.Kind.BLOCK, 8, 9));
    }

    @Test
    void halfATextFoldsToo() {
        Opened opened = Opened.with("command A = {\n struct b {\n\n}\n");
        assertThat(Folds.of(opened.at(), Opened.URI, new Cancel()))
                .containsExactly(new Fold(Fold.Kind.BLOCK, 1, 2));
    }
}

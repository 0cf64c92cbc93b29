package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import dev.ringspect.server.state.Cancel;
import org.junit.jupiter.api.Test;

class SelectionsTest {
    @Test
    void aSelectionGrowsFromTheWordToTheText() {
        check("protocol p;\ncommand A = 1 { check (le$0n + 1) > 2; pending; }",
                "len",
                "len + 1",
                "(len + 1)",
                "check (len + 1) > 2;",
                "check (len + 1) > 2; pending;",
                "{ check (len + 1) > 2; pending; }",
                "command A = 1 { check (len + 1) > 2; pending; }",
                "protocol p;\ncommand A = 1 { check (len + 1) > 2; pending; }");
    }

    @Test
    void betweenStatementsItIsTheText() {
        check("\n$0\nprotocol p;", "\n\nprotocol p;");
    }

    private static void check(String marked, String... expected) {
        Opened opened = Opened.with(marked);
        assertThat(Selections.around(opened.at(), Opened.URI, opened.cursor(), new Cancel()).stream()
                .map(opened.text()::slice)).containsExactlyElementsOf(Arrays.asList(expected));
    }
}

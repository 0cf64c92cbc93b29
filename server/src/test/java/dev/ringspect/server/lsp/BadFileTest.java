package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.eclipse.lsp4j.Diagnostic;
import org.junit.jupiter.api.Test;

/** What one file costs or breaks is that file's problem: all others have their diagnostics. */
class BadFileTest {
    private static final String GOOD = "file:///good/good.uring";
    private static final String BAD = "file:///bad/bad.uring";
    private static final String WRONG = "protocol good;\non device \"/dev/good\";\nnonsense\n";

    @Test
    void theDiagnosticsOfOthersComeWhateverIsOpen() {
        String doubling = "protocol p;\non socket;\nstruct s0 { __u8 x; };\n" + IntStream.rangeClosed(1, 40)
                .mapToObj(i -> "struct s" + i + " { struct s" + (i - 1) + " a, b; };\n").collect(Collectors.joining())
                + "command C = 1 { payload struct s40; }\n";
        for (String bad : List.of(doubling,
                "protocol p;\nstruct s { " + "struct { ".repeat(1500) + "__u8 x; " + "} m; ".repeat(1500) + "};\n",
                "protocol p;\nstruct s { int a" + "[1]".repeat(5000) + "; };\n", "\0\1\2".repeat(50_000))) {
            try (EditorSession session = EditorSession.started()) {
                session.open(BAD, bad);
                session.open(GOOD, WRONG);
                session.client.awaitDiagnostics(GOOD, found -> !found.isEmpty());
                assertThat(session.client.awaitDiagnostics(BAD, found -> !found.isEmpty())).hasSizeLessThan(1100);
                session.replaceAll(BAD, 2, bad + "\n");
                session.replaceAll(GOOD, 2, WRONG.replace("nonsense", ""));
                session.client.awaitDiagnostics(GOOD, List<Diagnostic>::isEmpty);
                session.closeDocument(BAD);
                session.replaceAll(GOOD, 3, WRONG);
                session.client.awaitDiagnostics(GOOD, found -> !found.isEmpty());
            }
        }
    }
}

package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Failures;
import dev.ringspect.server.cli.terminal.Terminal;

/** What a command says and how it ends when standard output takes nothing. */
class UnwritableOutputTest {
    private static final String FULL = "No space left on device";
    private static final String LEFT = "Broken pipe";
    /** A warning: three bytes of padding. */
    private static final String BAD = """
            protocol p;
            on socket;
            struct a { __u8 x; __u32 y; };
            command A = 1 { payload struct a; }
            """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFullDiskIsAFailureOfEveryCommand() throws IOException {
        String file = bad();
        Path loose = Files.writeString(folder.resolve("loose.uring"), "protocol   p ;\n");
        for (List<String> command : List.of(List.of("check", file), List.of("check", "--format", "sarif", file),
                List.of("layout", file), List.of("layout", "--json", file), List.of("fmt", "--check", loose.toString()),
                List.of("doctor"), List.of("doctor", "--json"), List.of("--version"), List.of("check", "--help"))) {
            Invocation run = with(FULL, command);
            assertThat(run.exit()).as(command.toString()).isEqualTo(Exit.USAGE);
            assertThat(run.err()).as(command.toString())
                    .endsWith("ringspect: cannot write to standard output: " + FULL + "\n").containsOnlyOnce("cannot");
        }
    }

    @Test
    void aReaderThatLeftIsQuietAndTheFindingCounts() throws IOException {
        Invocation found = with(LEFT, List.of("check", bad()));
        assertThat(found.exit()).isEqualTo(Exit.FOUND);
        assertThat(found.err()).doesNotContain("cannot");
        assertThat(with(LEFT, List.of("layout", bad()))).isEqualTo(new Invocation(Exit.DONE, "", ""));
    }

    @Test
    void aBaselineIsReplacedOrWrittenToADevice() throws IOException {
        String file = bad();
        Path baseline = folder.resolve("base.json");
        assertThat(Invocation.of("check", file, "--write-baseline", baseline.toString()).exit()).isZero();
        String before = Files.readString(baseline);
        assertThat(Invocation.of("check", file, "--baseline", baseline.toString()).exit()).isZero();
        assertThat(Invocation.of("check", file, "--write-baseline", baseline.toString()).exit()).isZero();
        assertThat(baseline).hasContent(before);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(Path.of(file), baseline);
        }
        Invocation full = Invocation.of("check", file, "--write-baseline", "/dev/full");
        assertThat(full.exit()).isEqualTo(Exit.USAGE);
        assertThat(full.err()).contains("cannot write the baseline /dev/full");
        assertThat(Invocation.of("check", file, "--write-baseline", "/dev/null").exit()).isZero();
    }

    @Test
    void anErrorIsABugAndNoFinding() {
        assertThat(Failures.sentence(new StackOverflowError())).contains("this is a bug", "nested")
                .doesNotContain("\n");
        assertThat(Failures.sentence(new OutOfMemoryError())).contains("out of memory", "MiB").doesNotContain("\n");
        assertThat(Failures.sentence(new IllegalStateException("two\n  lines"))).contains("two lines",
                "UnwritableOutputTest.java:");
    }

    private String bad() throws IOException {
        return Files.writeString(folder.resolve("bad.uring"), BAD).toString();
    }

    private static Invocation with(String failure, List<String> command) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        };
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = Main.run(new Terminal(broken, new PrintStream(messages, true, StandardCharsets.UTF_8), false),
                command.toArray(String[]::new));
        return new Invocation(exit, "", messages.toString(StandardCharsets.UTF_8));
    }
}

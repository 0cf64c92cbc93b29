package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.tracer.live.Needs;

/** What lies in {@code examples/} does what its page says. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of(System.getProperty("ringspect.root"), "examples");

    @TempDir
    private Path folder;

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> found = Files.list(EXAMPLES)) {
            return found.filter(Files::isDirectory).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void nothingIsFoundInIt(Path example) {
        Invocation check = Invocation.of("check", "--severity", "info", example.toString());
        assertThat(check.out()).isEmpty();
        assertThat(check.exit()).as(check.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void thePageNamesIt(Path example) throws IOException {
        assertThat(Files.readString(EXAMPLES.resolve("README.md"))).contains("(" + example.getFileName() + ")");
    }

    @Test
    void protocolFilesAreFormatted() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".uring")).toList()) {
                assertThat(Invocation.of("fmt", "--check", file.toString()).exit()).as(file.toString()).isZero();
            }
        }
    }

    @Test
    void theDriversMistakesWouldBeFound() throws IOException {
        assertThat(findings("c-driver", "crypt.c", "if (!(issue_flags & IO_URING_F_SQE128))\n\t\treturn -EINVAL;", ""))
                .contains("[C03]");
        assertThat(findings("c-driver", "crypt.c", "run.length > SZ_1M", "in->length > SZ_1M")).contains("[C05]");
        assertThat(findings("rust-driver", "sensor.rs", "WAITING.push(queued)?;", "drop(queued);")).contains("[R03]");
        assertThat(findings("rust-driver", "sensor.rs", "pub reserved: u16", "pub reserved: u32")).contains("[R01]");
    }

    /** What is found where one file of an example says {@code now} in place of {@code before}. */
    private String findings(String example, String changed, String before, String now) throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(example))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                String text = Files.readString(file);
                if (name.equals(changed)) {
                    assertThat(text).contains(before);
                    text = text.replace(before, now);
                }
                Files.writeString(folder.resolve(name), text);
            }
        }
        return Invocation.of("check", folder.toString()).out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket/inq.c", "nvme/identify.c"})
    void programsCompile(String source) throws IOException, InterruptedException {
        assertThat(compiled(source)).isExecutable();
    }

    @Test
    void theSocketProgramIsShownAsItIs() throws IOException, InterruptedException {
        Needs.tracing();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", compiled("socket/inq.c").toString())) {
            Ringspect.Ended ended = trace.finish();
            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests())
                    .extracting(request -> request.get("command").getAsString() + " " + request.get("res"))
                    .containsExactly("SIOCINQ 5", "GETSOCKOPT 4");
        }
    }

    private Path compiled(String source) throws IOException, InterruptedException {
        Path program = folder.resolve("program");
        Process compiler = new ProcessBuilder(List.of("gcc", "-Wall", "-Wextra", "-Werror", "-o", program.toString(),
                EXAMPLES.resolve(source).toString(), "-luring")).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(said).isZero();
        return program;
    }
}

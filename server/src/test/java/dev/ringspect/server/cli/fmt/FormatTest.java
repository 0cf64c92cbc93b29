package dev.ringspect.server.cli.fmt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;

/** {@code ringspect fmt}. */
class FormatTest {
    private static final String LOOSE = "protocol   p ;\n";
    private static final String TIDY = "protocol p;\n";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFileIsReplacedAndKeepsItsModeAndItsLinks() throws IOException {
        Path file = Files.writeString(folder.resolve("a.uring"), LOOSE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-----"));
        Path link = Files.createSymbolicLink(folder.resolve("link.uring"), file);
        assertThat(Invocation.of("fmt", link.toString())).isEqualTo(new Invocation(Exit.DONE, "", ""));
        assertThat(file).hasContent(TIDY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rwxr-----");
        assertThat(link).isSymbolicLink();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, link);
        }
    }

    @Test
    void aFormattedFileIsNotWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("a.uring"), TIDY);
        Object before = Files.getAttribute(file, "unix:ino");
        assertThat(Invocation.of("fmt", file.toString()).exit()).isEqualTo(Exit.DONE);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
    }

    @Test
    void checkNamesFilesAndChangesNothing() throws IOException {
        Path loose = Files.writeString(folder.resolve("loose.uring"), LOOSE);
        Path tidy = Files.writeString(folder.resolve("tidy.uring"), TIDY);
        assertThat(Invocation.of("fmt", "--check", loose.toString(), tidy.toString()))
                .isEqualTo(new Invocation(Exit.FOUND, loose + "\n", ""));
        assertThat(loose).hasContent(LOOSE);
        assertThat(Invocation.of("fmt", "--check", tidy.toString()).exit()).isEqualTo(Exit.DONE);
    }

    @Test
    void standardInputGoesToStandardOutput() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((LOOSE + "\n\n\nstruct a{};").getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(Invocation.of("fmt", "-"))
                    .isEqualTo(new Invocation(Exit.DONE, "protocol p;\n\nstruct a { };\n", ""));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatDoesNotParseIsLeftAndSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("a.uring"), LOOSE + "struct  a  {\n__u8   x }\n");
        Invocation formatted = Invocation.of("fmt", file.toString());
        assertThat(formatted.exit()).isEqualTo(Exit.USAGE);
        assertThat(formatted.err()).startsWith(file + ":2:1: error: this is no C declaration");
        assertThat(file).hasContent(TIDY + "struct  a  {\n__u8   x }\n");
    }

    @Test
    void whatCannotBeReadIsSaid() throws IOException {
        assertThat(Invocation.of("fmt", folder.resolve("none").toString()).err()).contains("none: no such file");
        Path latin = Files.write(folder.resolve("latin.uring"), new byte[]{'/', '/', (byte) 0xe4});
        assertThat(Invocation.of("fmt", latin.toString()))
                .satisfies(refused -> assertThat(refused.exit()).isEqualTo(Exit.USAGE))
                .satisfies(refused -> assertThat(refused.err()).contains("not UTF-8"));
        assertThat(Files.readAllBytes(latin)).hasSize(3);
    }
}

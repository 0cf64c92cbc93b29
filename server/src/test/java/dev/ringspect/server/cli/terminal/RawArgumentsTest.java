package dev.ringspect.server.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.ringspect.protocol.text.ByteText;
import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.Ringspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawArgumentsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void argumentsEndInZeroBytesAndMayBeEmpty() {
        assertThat(RawArguments.split("a\0\0b c\0".getBytes(StandardCharsets.UTF_8))).containsExactly("a", "", "b c");
    }

    @Test
    void aFileMayHaveAnyName() throws IOException {
        String name = folder + "/" + ByteText.of(new byte[]{'n', (byte) 0xff, (byte) 0xe9}) + "\u00e9.uring";
        Files.writeString(ByteText.path(name), "protocol   p ;\non socket;\nstruct a { __u8 x; };\n");
        assertThat(Invocation.of("fmt", name)).isEqualTo(new Invocation(Exit.DONE, "", ""));
        assertThat(Files.readString(ByteText.path(name))).startsWith("protocol p;\n");
        assertThat(Invocation.of("check", name).exit()).isZero();
        assertThat(Invocation.of("layout", name).out()).contains("struct a");
    }

    @Test
    void anAtSignIsPartOfAnArgument() throws IOException {
        Path words = Files.writeString(folder.resolve("words"), "three other words");
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        List<String> command = List.of("echo", "@" + words, "@@x");
        List<String> line = new ArrayList<>(List.of("trace", "--json", "--"));
        line.addAll(command);
        List<String> started = Ringspect.commandLine(new Terminal(nowhere, nowhere, false))
                .parseArgs(line.toArray(String[]::new)).subcommand().matchedPositionalValue(0, List.of());
        assertThat(started).isEqualTo(command);
        assertThat(Invocation.of("fmt", "@" + words).err()).contains("@" + words + ": no such file");
    }

    @Test
    void whatHasNoEndIsRefusedByEveryCommand() throws IOException {
        for (String name : new String[]{"a.uring", "a.h", "a.rs", "a.o", "ringspect.json"}) {
            Path link = Files.createSymbolicLink(folder.resolve(name), Path.of("/dev/zero"));
            for (String command : new String[]{"check", "layout", "fmt"}) {
                Invocation run = Invocation.of(command, link.toString());
                assertThat(run.exit()).as(command + " " + name).isEqualTo(Exit.USAGE);
                assertThat(run.err()).as(command + " " + name).isNotEmpty();
            }
        }
        Path file = Files.writeString(Files.createDirectory(folder.resolve("b")).resolve("b.uring"), "protocol p;\n");
        assertThat(Invocation.of("check", file.toString(), "--baseline", folder.resolve("a.h").toString()).err())
                .contains("a device");
        assertThat(Invocation.of("trace", "--protocol", folder.resolve("a.uring").toString(), "--", "true").err())
                .contains("a device");
    }
}

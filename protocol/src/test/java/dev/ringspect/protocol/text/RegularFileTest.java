package dev.ringspect.protocol.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegularFileTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFileIsReadAsAWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "text");
        assertThat(RegularFile.read(file, 4)).asString().isEqualTo("text");
        assertThat(RegularFile.read(Files.writeString(folder.resolve("b"), ""), 4)).isEmpty();
        assertThatThrownBy(() -> RegularFile.read(file, 3)).hasMessageContaining("larger than");
    }

    @ParameterizedTest
    @CsvSource({"/dev/zero, a device", "/dev/tty, a device", "/proc/kmsg, the kernel makes its bytes up",
            "/proc, a folder"})
    void whatHasNoEndIsNotOpened(String special, String why) throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.uring"), Path.of(special));
        assertThatThrownBy(() -> RegularFile.read(link, 4)).hasMessageContaining(why);
        assertThat(Sources.disk().read(link.toUri().toString())).isInstanceOfSatisfying(Sources.Read.Unreadable.class,
                unreadable -> assertThat(unreadable.reason()).contains("cannot read", why));
    }

    @Test
    void aPipeIsNotOpened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.uring");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assertThatThrownBy(() -> RegularFile.read(pipe, 4)).hasMessageContaining("a pipe");
    }
}

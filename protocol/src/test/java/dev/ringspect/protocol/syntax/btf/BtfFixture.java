package dev.ringspect.protocol.syntax.btf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles C to BTF, as an author that is not this project. */
public final class BtfFixture {
    private BtfFixture() {}

    /** The object that {@code clang -target bpf -g} makes of a text. */
    public static byte[] compile(Path folder, String text, String... options) throws IOException, InterruptedException {
        Path source = folder.resolve("fixture.c");
        Path object = folder.resolve("fixture.o");
        Files.writeString(source, text);
        List<String> command = new ArrayList<>(List.of("clang", "-target", "bpf", "-g", "-O1", "-c"));
        command.addAll(List.of(options));
        command.addAll(List.of("-o", object.toString(), source.toString()));
        run(command);
        return Files.readAllBytes(object);
    }

    /** Runs a command that has to succeed, and gives its output. */
    public static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + "\n" + output).isZero();
        return output;
    }
}

package dev.ringspect.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import dev.ringspect.server.cli.terminal.Exit;
import dev.ringspect.server.cli.terminal.Terminal;

class MainTest {
    @Test
    void helpIsDataAndNamesEverySubcommand() {
        Invocation help = Invocation.of("--help");
        assertThat(help.exit()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains(subcommands());
    }

    @Test
    void everySubcommandExplainsItself() {
        for (String name : subcommands()) {
            Invocation help = Invocation.of(name, "--help");
            assertThat(help.exit()).as(name).isZero();
            assertThat(help.out()).as(name).contains("Usage: ringspect " + name, "--help");
        }
    }

    @Test
    void versionNamesTheJdkAndTheKernel() {
        assertThat(Invocation.of("--version").out()).startsWith("ringspect ").contains("JDK 25", "Linux");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "doctor --nonsense", "doctor extra", ""})
    void wrongUsageIsToldOnStandardError(String line) {
        Invocation wrong = Invocation.of(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("Usage: ringspect");
    }

    @Test
    void aReaderThatLeavesEndsTheCommandQuietly() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = Main.run(new Terminal(full, new PrintStream(messages, true, StandardCharsets.UTF_8), false),
                "--version");
        assertThat(exit).isEqualTo(Exit.DONE);
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static String[] subcommands() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandLine all = Ringspect.commandLine(new Terminal(nowhere, nowhere, false));
        return all.getSubcommands().keySet().toArray(String[]::new);
    }
}

package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.ringspect.server.live.Tracing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that an editor had the server start ends with the server, however the editor parts from it. */
class TracedProgramLifeTest {
    @TempDir
    private Path folder = Path.of("");

    /** Emacs sends SIGHUP when it is killed itself; the others come from task managers and from the kernel. */
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "TERM", "KILL"})
    void bySignal(String signal) throws Exception {
        try (RawEditor editor = traced()) {
            ProcessHandle program = program();
            assertThat(new ProcessBuilder("kill", "-" + signal, "" + editor.pid()).start().waitFor()).isZero();
            assertEnds(program);
        }
    }

    @Test
    void asKateDoes() throws Exception {
        try (RawEditor editor = traced()) {
            ProcessHandle program = program();
            editor.request(8, "shutdown", "null");
            var _ = editor.answer(8);
            editor.notification("exit", "null");
            ProcessHandle.of(editor.pid()).ifPresent(ProcessHandle::destroy);
            assertEnds(program);
        }
    }

    @Test
    void asNeovimDoes() throws Exception {
        try (RawEditor editor = traced()) {
            ProcessHandle program = program();
            editor.request(8, "shutdown", "null");
            TimeUnit.MILLISECONDS.sleep(150);
            editor.hangUp();
            assertEnds(program);
        }
    }

    /** A server whose client just had it start a program that goes on for ever. */
    private RawEditor traced() throws Exception {
        Tracing.assumePossible();
        RawEditor editor = RawEditor.withProcess(ProcessBuilder.Redirect.INHERIT);
        editor.initialize("{}");
        editor.request(7, "workspace/executeCommand",
                "{\"command\":\"ringspect.trace.start\",\"arguments\":[{\"command\":"
                        + "[\"sh\",\"-c\",\"echo $$ > $0.new; mv $0.new $0; while :; do sleep 0.2; done\",\""
                        + folder.resolve("pid") + "\"]}]}");
        assertThat(editor.answer(7).has("result")).isTrue();
        return editor;
    }

    private ProcessHandle program() throws IOException {
        Path pid = folder.resolve("pid");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!Files.exists(pid)) {
            assertThat(System.nanoTime()).as("the program did not start").isLessThan(deadline);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
    }

    private static void assertEnds(ProcessHandle program) {
        assertThat(program.onExit()).succeedsWithin(Duration.ofMinutes(1));
    }
}

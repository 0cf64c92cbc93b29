package dev.ringspect.tracer.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.tracer.capture.KernelSource;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.Message;
import dev.ringspect.tracer.sys.MessageSocket;

/** Runs that the kernel skipped, told by a helper that the test is: no machine skips one when a test wants it. */
class SkippedRunsTest {
    private static final int PAGE = 4096;

    @TempDir
    private Path directory;

    private Descriptor zeros(String name, int bytes) throws Exception {
        Path file = directory.resolve(name);
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return Descriptor.open(file.toString(), Descriptor.READ_WRITE).orThrow();
    }

    @Test
    void theyAreCountedWhenTheSourceIsSealed() throws Exception {
        Path path = directory.resolve("s");
        Process idle = new ProcessBuilder("sleep", "60").start();
        try (MessageSocket listener = MessageSocket.listen(path).orThrow();
                MessageSocket helper = MessageSocket.connect(path).orThrow()) {
            HelperHello hello = new HelperHello("1", PAGE, PAGE, "6.18", "x86_64", 0, false, Map.of(), List.of());
            HelperLink link = new HelperLink(idle, new OutputTail(idle.getErrorStream(), "idle-stderr"),
                    listener.accept().orThrow(), hello, zeros("ring", 4 * PAGE), zeros("counters", PAGE));
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> {
                try (Message question = helper.receive(60_000).orThrow()) {
                    helper.send("{\"ok\":true,\"missed\":7}");
                    return question.text();
                }
            });
            KernelSource source = KernelSource.open(link).orThrow();
            assertThat(source.losses()).isEqualTo(Losses.NONE);
            source.seal();
            assertThat(asked.get(60, TimeUnit.SECONDS)).isEqualTo("missed");
            assertThat(source.losses()).isEqualTo(new Losses(0, 0, 0, 7, 7));
            idle.destroy();
            source.close();
        } finally {
            idle.destroy();
        }
    }
}

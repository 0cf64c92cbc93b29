package dev.ringspect.tracer.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

/** Threads that give way. */
class ThreadPriorityTest {
    private static int nice(String thread) throws IOException {
        String stat = Files.readString(Path.of("/proc", thread, "stat"));
        return Integer.parseInt(stat.replaceFirst("(?s).*\\) ", "").split(" ", -1)[16]);
    }

    @Test
    void aThreadThatGivesWayIsNicerThanOthersAndSoIsWhatItStarts() throws Exception {
        int usual = nice("thread-self");
        CompletableFuture<Integer> itself = new CompletableFuture<>();
        CompletableFuture<Integer> started = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            ThreadPriority.lower();
            itself.complete(niceHere());
            Thread.ofPlatform().start(() -> started.complete(niceHere()));
        }).join();

        assertThat(itself.join()).isEqualTo(Math.min(19, usual + 10));
        assertThat(started.join()).isEqualTo(Math.min(19, usual + 10));
        assertThat(nice("thread-self")).isEqualTo(usual);
    }

    private static int niceHere() {
        try {
            return nice("thread-self");
        } catch (IOException e) {
            return Integer.MIN_VALUE;
        }
    }
}

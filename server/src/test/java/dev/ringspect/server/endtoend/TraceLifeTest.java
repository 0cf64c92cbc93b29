package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.LoadedPrograms;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/** However a trace ends: nothing hangs, nothing stays loaded, and a message says what happened. */
@Timeout(400)
class TraceLifeTest {
    private static final String ENDLESS = "1000000000";

    @BeforeAll
    static void needs() {
        Needs.tracing();
        Needs.program("/usr/sbin/bpftool");
    }

    private static Traffic endless() {
        return Traffic.start("flood", "--gate", "--count", ENDLESS, "--pause-us", "1000");
    }

    @Test
    void aKilledHelperEndsTheTraceWithAMessage() {
        try (Traffic traffic = endless();
                Ringspect trace = Ringspect.start("trace", "--json", "--ring-bytes", "1048576", "-p",
                        "" + traffic.pid())) {
            traffic.awaitReady(1);
            ProcessHandle helper = trace.awaitAttached();
            traffic.release();
            Set<Integer> programs = LoadedPrograms.heldBy(helper.pid());
            helper.destroyForcibly();

            Ringspect.Ended ended = trace.finish();
            assertThat(ended.exit()).as(ended.errors()).isEqualTo(3);
            assertThat(ended.errors()).contains("helper").doesNotContain("Exception");
            assertThat(ended.sum().get("lost").getAsLong()).isNotNegative();
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aKilledTracerTakesItsHelperWithIt() {
        try (Traffic traffic = endless();
                Ringspect trace = Ringspect.start("trace", "--json", "-p", "" + traffic.pid())) {
            traffic.awaitReady(1);
            ProcessHandle helper = trace.awaitAttached();
            traffic.release();
            Set<Integer> programs = LoadedPrograms.heldBy(helper.pid());
            trace.process().destroyForcibly();

            assertThat(helper.onExit()).succeedsWithin(Duration.ofMinutes(1));
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aKilledProgramEndsItsTrace() {
        try (Traffic traffic = endless();
                Ringspect trace = Ringspect.start("trace", "--json", "-p", "" + traffic.pid())) {
            traffic.awaitReady(1);
            trace.awaitAttached();
            traffic.release();
            traffic.kill();
            Ringspect.Ended ended = trace.finish(request -> {});

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
        }
    }

    @Test
    void aCommandKilledInTheMiddleEndsItsTrace(@TempDir Path directory) throws IOException {
        Path now = directory.resolve("now");
        try (Ringspect trace = Ringspect.start("trace", "--json", "--ring-bytes", "1048576", "--", "/bin/sh", "-c",
                LiveLab.program("flood") + " --pause-us 1000 --count " + ENDLESS
                        + " & until [ -e \"$0\" ]; do sleep 0.1; done; kill -9 $!; wait; exit 7",
                now.toString())) {
            trace.awaitRequest();
            Files.createFile(now);
            Ringspect.Ended ended = trace.finish(request -> {});

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("exitCode").getAsInt()).isEqualTo(7);
            assertThat(ended.sum().get("requests").getAsLong()).isPositive();
        }
    }

    @Test
    void anInterruptedTraceSumsUp() {
        try (Traffic traffic = Traffic.start("cases", "--gate", "null");
                Ringspect trace = Ringspect.start("trace", "--json", "-p", "" + traffic.pid())) {
            traffic.awaitReady(1);
            Set<Integer> programs = LoadedPrograms.heldBy(trace.awaitAttached().pid());
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.sum().get("requests").getAsLong()).isZero();
            LoadedPrograms.awaitGone(programs);
        }
    }

    @Test
    void aHelperKilledUnderAFloodIsNoQuietEnd(@TempDir Path directory) throws IOException {
        Path now = directory.resolve("now");
        try (Ringspect trace = Ringspect.start("trace", "--json", "--ring-bytes", "1048576", "--", "/bin/sh", "-c",
                LiveLab.program("flood") + " --count 3000; until [ -e \"$0\" ]; do sleep 0.1; done; "
                        + LiveLab.program("flood") + " --count 3000",
                now.toString())) {
            trace.awaitRequest();
            ProcessHandle helper = trace.helper().orElseThrow();
            helper.destroyForcibly();
            assertThat(helper.onExit()).succeedsWithin(Duration.ofMinutes(1));
            Files.createFile(now);
            Ringspect.Ended ended = trace.finish(request -> {});

            assertThat(ended.exit()).as(ended.errors()).isEqualTo(3);
            assertThat(ended.errors()).contains("helper was killed", "how much that was is not known");
        }
    }

    @Test
    void anInterruptedFloodSumsUpAndTakesItsCommandAlong() {
        try (Ringspect trace = Ringspect.start("trace", "--json", "--filter", "res != 0", "--",
                LiveLab.program("flood").toString(),
                "--count", ENDLESS)) {
            ProcessHandle command = trace.awaitDescendant("flood");
            trace.terminate();
            Ringspect.Ended ended = trace.finish(request -> {});

            assertThat(command.onExit()).succeedsWithin(Duration.ofMinutes(1));
            assertThat(ended.sum().get("events").getAsLong()).isNotNegative();
            assertThat(ended.exit()).as(ended.errors()).isZero();
        }
    }

    @Test
    void aProcessThatDoesNotExistIsSaid() {
        try (Ringspect trace = Ringspect.start("trace", "--json", "-p", "4194304")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).isEqualTo(2);
            assertThat(ended.errors()).contains("4194304").doesNotContain("Exception");
        }
    }
}

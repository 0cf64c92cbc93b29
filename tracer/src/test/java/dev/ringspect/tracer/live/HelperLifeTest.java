package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However a session ends, nothing of it stays in the kernel, and nobody hangs. */
@Timeout(300)
class HelperLifeTest {
    @BeforeAll
    static void needs() {
        Needs.tracing();
        Needs.program("/usr/sbin/bpftool");
    }

    @Test
    void aKilledHelperLeavesNoProgram() throws Exception {
        try (Traffic traffic = Traffic.start("flood", "--gate", "--count", "100000");
                EventStream stream = EventStream.start("--pid", "" + traffic.pid())) {
            Set<Integer> programs = LoadedPrograms.heldBy(stream.pid());
            assertThat(programs).hasSizeGreaterThan(8);
            traffic.awaitReady(1);
            traffic.release();
            stream.await(e -> e.kind() == Event.SUBMIT);
            stream.process().destroyForcibly().waitFor(60, TimeUnit.SECONDS);

            LoadedPrograms.awaitGone(programs);
            // what was traced does not notice
            traffic.finish();
        }
    }

    @Test
    void aHelperWhoseReaderIsGoneEndsThoughNothingHappens() {
        // the reader takes the header and goes; the traced shell itself never touches io_uring
        String script = "exec 3>&1; { " + LiveLab.helper()
                + " --stdout --pid $$; echo ended $? >&3; } | head -c 104 >/dev/null";

        assertThat(LiveLab.call(List.of("/bin/sh", "-c", script)).text()).containsPattern("ended [0-9]");
    }

    @Test
    void aKilledProgramDoesNotEndTheTrace() {
        // With pauses, so that the buffer has room for the next program's few records when the first is killed.
        try (Traffic killed = Traffic.start("flood", "--gate", "--count", "100000000", "--pause-us", "1000");
                Traffic next = Traffic.start("cases", "--gate", "null");
                EventStream stream = EventStream.start("--pid", "" + killed.pid(), "--pid", "" + next.pid())) {
            killed.awaitReady(1);
            next.awaitReady(1);
            killed.release();
            stream.await(e -> e.kind() == Event.COMPLETE);
            killed.kill();
            next.finish();
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == 0x1000);

            assertThat(stream.process().isAlive()).isTrue();
            assertThat(stream.stop()).isNotEmpty();
        }
    }

    @Test
    void aKilledProgramsPendingReadIsSeenToBeCancelled() {
        try (Traffic killed = Traffic.start("cases", "--gate", "pending");
                EventStream stream = EventStream.start("--pid", "" + killed.pid())) {
            killed.awaitReady(1);
            killed.release();
            killed.awaitReady(1);
            killed.kill();

            // the ring is torn down by a kernel worker, which is not the traced process
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == 0x1000 && e.res() == -125);
            assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.SUBMIT).hasSize(1);
        }
    }
}

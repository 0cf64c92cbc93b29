package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.HashSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;

/**
 * Many commands: every one arrives with its bytes, or is counted as lost. What is sent to arrive fits the buffer's 64 MiB
 * as a whole, so that it does not matter how soon the scheduler lets the tracer read.
 */
@Timeout(400)
class TraceFloodTest {
    private static final String FLOOD = LiveLab.program("flood").toString();

    @TempDir
    Path directory;

    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    /** What was printed, held against what the program recorded. */
    private static final class Comparison {
        private final FloodRecord record;
        private final Set<Long> seen = new HashSet<>();
        private final Set<String> states = new TreeSet<>();
        private long submits;
        private long completions;

        Comparison(FloodRecord record) {
            this.record = record;
        }

        void take(JsonObject request) {
            long userData = Long.parseUnsignedLong(request.get("userData").getAsString().substring(2), 16);
            boolean hasSqe = !request.get("sqe").isJsonNull();
            boolean hasResult = !request.get("res").isJsonNull();
            states.add(request.get("state").getAsString());
            if (hasSqe) {
                submits++;
                if (!request.get("sqe").getAsString().equals(record.sqe(userData))) {
                    assertThat(request.get("sqe").getAsString()).isEqualTo(record.sqe(userData));
                }
            }
            if (hasResult) {
                completions++;
                assertThat(request.get("res").getAsInt()).isEqualTo(record.res(userData));
            }
            if (!hasSqe || !hasResult) {
                assertThat(request.get("state").getAsString()).isEqualTo("incomplete");
            } else if (!seen.add(userData)) {
                throw new AssertionError("twice: " + request);
            }
        }
    }

    @Test
    void twoHundredThousandCommandsArriveByteForByte() {
        String record = directory.resolve("record").toString();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", FLOOD, "--count", "200000", "--batch", "32",
                "--record", record)) {
            trace.awaitExit();
            Comparison comparison = new Comparison(new FloodRecord(Path.of(record), 1, 64));
            Ringspect.Ended ended = trace.finish(comparison::take);

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
            assertThat(ended.sum().get("requests").getAsLong()).isEqualTo(200_000);
            assertThat(ended.sum().get("exitCode").getAsInt()).isZero();
            assertThat(comparison.seen).hasSize(200_000);
            assertThat(comparison.states).containsExactly("completed");
        }
    }

    @Test
    void fourProcessesAtOnceArriveByteForByte() {
        String record = directory.resolve("record").toString();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", FLOOD, "--processes", "4", "--count", "50000",
                "--sqe128", "--cqe32", "--record", record)) {
            trace.awaitExit();
            Comparison comparison = new Comparison(new FloodRecord(Path.of(record), 4, 128));
            Ringspect.Ended ended = trace.finish(comparison::take);

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
            assertThat(comparison.seen).hasSize(200_000);
            assertThat(comparison.states).containsExactly("completed");
        }
    }

    @Test
    void aTinyRingBufferAccountsForEveryRequest() {
        int count = 200_000;
        String record = directory.resolve("record").toString();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--ring-bytes", "65536", "--", FLOOD, "--count",
                "" + count, "--record", record)) {
            trace.awaitExit();
            Comparison comparison = new Comparison(new FloodRecord(Path.of(record), 1, 64));
            Ringspect.Ended ended = trace.finish(comparison::take);

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).as("a buffer this small loses").isPositive();
            assertThat(comparison.submits + ended.lost("submit")).isEqualTo(count);
            assertThat(comparison.completions + ended.lost("complete")).isEqualTo(count);
            assertThat(comparison.states).isSubsetOf("completed", "incomplete");
            assertThat(ended.errors()).contains("lost");
        }
    }

    @Test
    void commandsThroughKernelWorkersArriveToo() {
        String record = directory.resolve("record").toString();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", FLOOD, "--async", "--count", "5000",
                "--record", record)) {
            trace.awaitExit();
            Comparison comparison = new Comparison(new FloodRecord(Path.of(record), 1, 64));
            Ringspect.Ended ended = trace.finish(request -> {
                comparison.take(request);
                assertThat(request.getAsJsonArray("path").toString()).contains("punted");
            });

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(comparison.seen).hasSize(5000);
        }
    }
}

package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;

/** A ring is one ring however it changes, and is described as it is now. */
@Timeout(200)
class TraceRingsTest {
    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    private static Ringspect.Ended trace(String scenario) {
        String program = LiveLab.program("rings").toString();
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", program, scenario)) {
            Ringspect.Ended ended = trace.finish();
            Needs.need(ended.exit() != 77, "rings as in \"" + scenario + "\"");
            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
            assertThat(ended.sum().getAsJsonObject("byState").get("incomplete").getAsLong()).isZero();
            return ended;
        }
    }

    private static JsonObject ring(Ringspect.Ended ended, long userData) {
        return ended.request(userData).getAsJsonObject("ring");
    }

    @Test
    void aRingThatIsEnabledLaterStaysOneRing() {
        Ringspect.Ended ended = trace("enabled");

        assertThat(ended.requests()).hasSize(4)
                .allMatch(r -> r.get("state").getAsString().equals("completed"))
                .extracting(r -> r.getAsJsonObject("ring").get("id").getAsInt()).containsOnly(1);
        assertThat(ended.requests())
                .extracting(r -> r.getAsJsonObject("ring").getAsJsonArray("flags").toString())
                .noneMatch(flags -> flags.contains("R_DISABLED"));
    }

    @Test
    void aResizedRingShowsItsNewEntries() {
        Ringspect.Ended ended = trace("resized");
        JsonObject before = ring(ended, 0x21);
        JsonObject after = ring(ended, 0x22);

        assertThat(after.get("id")).isEqualTo(before.get("id"));
        assertThat(before.get("sqEntries").getAsInt()).isEqualTo(8);
        assertThat(before.get("cqEntries").getAsInt()).isEqualTo(16);
        assertThat(after.get("sqEntries").getAsInt()).isEqualTo(64);
        assertThat(after.get("cqEntries").getAsInt()).isEqualTo(256);
    }

    @Test
    void aRingWithoutADescriptorShowsNone() {
        Ringspect.Ended ended = trace("registered");

        assertThat(ring(ended, 0x31).get("fd").isJsonNull()).isTrue();
        assertThat(ring(ended, 0x31).getAsJsonArray("flags").toString()).contains("REGISTERED_FD_ONLY");
    }

    @Test
    void membersOfAChainWhoseSkippedHeadFailsAreSkipped() {
        Ringspect.Ended ended = trace("chain");

        assertThat(ended.request(0x41).get("state").getAsString()).isEqualTo("completed");
        assertThat(ended.request(0x41).get("errno").getAsString()).isEqualTo("EBADF");
        for (long member = 0x42; member <= 0x44; member++) {
            assertThat(ended.request(member).get("state").getAsString()).isEqualTo("skipped");
            assertThat(ended.request(member).get("path").toString()).contains("link_failed");
        }
    }
}

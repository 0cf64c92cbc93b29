package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;

/**
 * Rings, files and processes that live for a moment, so that every address is used again: what is shown of a request is
 * its own, and nothing ends before it began. {@code script/attack-identities} runs it with more of them.
 */
@Timeout(600)
class TraceLivesTest {
    private static final int KINDS = 7;
    private static final int PIPE = 5;
    private static final int NAMES = 97;
    private static final int COUNT = Integer.getInteger("ringspect.lives", 2_000);

    @TempDir
    Path directory;

    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    /** What was printed, held against what each request says of itself. */
    private static final class Comparison {
        private final BitSet lives = new BitSet();
        private final Set<Integer> rings = new HashSet<>();
        private final List<String> wrong = new ArrayList<>();

        void take(JsonObject request) {
            long userData = Long.parseUnsignedLong(request.get("userData").getAsString().substring(2), 16);
            int life = (int) (userData >>> 32);
            int kind = (int) userData & 0xFF;
            expect(!lives.get(life), "a life of its own", request);
            expect(kind == (life * 7 + life / KINDS) % KINDS, "its own user_data", request);
            lives.set(life);
            expect(rings.add(request.getAsJsonObject("ring").get("id").getAsInt()), "a ring of its own", request);
            expect(request.get("state").getAsString().equals("completed"), "completed", request);
            expect(request.get("completeNs").getAsLong() >= request.get("submitNs").getAsLong(), "an order", request);
            expect(request.get("res").getAsInt() == (kind == 0 ? 0 : kind == PIPE ? 1 : -95), "its result", request);
            expect(isFile(kind, life, request.get("device").isJsonNull() ? "" : request.get("device").getAsString()),
                    "its file", request);
            boolean decoded = !request.get("protocol").isJsonNull()
                    && request.get("protocol").getAsString().equals("null");
            expect(decoded == (kind == 0), "its protocol", request);
        }

        private static boolean isFile(int kind, int life, String device) {
            return switch (kind) {
                case 0 -> device.equals("/dev/null");
                case 1 -> device.equals("same");
                case 2 -> device.equals("own-" + life % NAMES);
                case 3 -> device.contains("eventfd");
                case 4 -> device.contains("timerfd");
                case 6 -> device.startsWith("socket:AF_UNIX/DGRAM");
                default -> !device.contains("null") && !device.contains("fd]") && !device.contains("own")
                        && !device.contains("same") && !device.contains("socket");
            };
        }

        private void expect(boolean holds, String what, JsonObject request) {
            if (!holds && wrong.size() < 10) {
                wrong.add("not " + what + ": " + request);
            }
        }
    }

    @Test
    void everyRequestIsShownAsItsOwn() {
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", LiveLab.program("lives").toString(), "" + COUNT,
                directory.toString())) {
            trace.awaitExit();
            Comparison comparison = new Comparison();
            Ringspect.Ended ended = trace.finish(comparison::take);

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
            assertThat(comparison.wrong).isEmpty();
            assertThat(comparison.lives.cardinality()).isEqualTo(COUNT);
            assertThat(ended.sum().get("requests").getAsLong()).isEqualTo(COUNT);
        }
    }
}

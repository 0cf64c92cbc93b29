package dev.ringspect.server.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.ringspect.tracer.live.LiveLab;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.live.Traffic;

/** Every kind of request: what {@code trace --json} says is what the program says that it did. */
@Timeout(400)
class TraceCasesTest {
    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    /** A trace of the program {@code cases}, and the program's own words, which it finds on stderr. */
    private record Traced(Ringspect.Ended ended, List<Traffic.Sent> sent, Map<Long, Traffic.Reaped> reaped) {
        JsonObject request(String name) {
            return ended.request(
                    sent.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow().userData());
        }

        Traffic.Reaped reaped(long userData) {
            return Objects.requireNonNull(reaped.get(userData), "the program reaped no such completion");
        }

        String text(String name, String member) {
            JsonElement value = request(name).get(member);
            return value.isJsonPrimitive() ? value.getAsString() : value.toString();
        }
    }

    private static Traced trace(String arguments) {
        String[] command = Stream.concat(Stream.of("trace", "--json", "--", LiveLab.program("cases").toString()),
                Stream.of(arguments.strip().split(" +", -1))).toArray(String[]::new);
        try (Ringspect trace = Ringspect.start(command)) {
            Ringspect.Ended ended = trace.finish();
            assertThat(ended.exit()).as(ended.errors()).isZero();
            List<String> lines = ended.errors().lines().toList();
            Map<Long, Traffic.Reaped> reaped = new HashMap<>();
            Traffic.reaped(lines).forEach(r -> reaped.put(r.userData(), r));
            return new Traced(ended, Traffic.sent(lines), reaped);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--sqe128", "--cqe32", "--sqe128 --cqe32"})
    void everyRequestIsToldAsItWas(String shape) {
        Traced traced = trace(shape + " null async fixed socket others prep refusals link drain");

        assertThat(traced.sent).hasSizeGreaterThan(30);
        assertThat(traced.ended.requests()).hasSameSizeAs(traced.sent);
        for (Traffic.Sent sent : traced.sent) {
            JsonObject request = traced.ended.request(sent.userData());
            Traffic.Reaped reaped = traced.reaped(sent.userData());
            assertThat(request.get("sqe").getAsString()).as(sent.name()).isEqualTo(sent.sqe());
            assertThat(request.get("op").getAsInt()).isEqualTo(Byte.toUnsignedInt(sent.bytes()[0]));
            assertThat(request.get("pid").getAsInt()).isEqualTo(sent.pid());
            assertThat(request.get("tid").getAsInt()).isEqualTo(sent.tid());
            assertThat(request.get("comm").getAsString()).isEqualTo("cases");
            assertThat(request.get("res").getAsInt()).as(sent.name()).isEqualTo(reaped.res());
            assertThat(request.get("completeNs").getAsLong()).isGreaterThanOrEqualTo(
                    request.get("submitNs").getAsLong());
            String flags = request.getAsJsonObject("ring").getAsJsonArray("flags").toString();
            assertThat(flags.contains("SQE128")).isEqualTo(shape.contains("sqe128"));
            assertThat(flags.contains("CQE32")).isEqualTo(shape.contains("cqe32"));
        }
        assertThat(traced.ended.sum().get("lost").getAsLong()).isZero();
        assertThat(traced.ended.sum().get("pending").getAsLong()).isZero();
    }

    @Test
    void aCommandNamesItsDeviceAndNumber() {
        Traced traced = trace("null fixed socket");

        assertThat(traced.text("null", "device")).isEqualTo("/dev/null");
        assertThat(traced.text("null", "cmdOp")).isEqualTo("0x52530002");
        assertThat(traced.text("null", "opcode")).isEqualTo("URING_CMD");
        assertThat(traced.text("null", "state")).isEqualTo("completed");
        assertThat(traced.text("fixed-file", "device")).isEqualTo("/dev/null");
        assertThat(traced.text("fixed-file", "sqeFlags")).contains("FIXED_FILE");
        assertThat(traced.text("socket-inq", "device")).startsWith("socket:");
        assertThat(traced.text("socket-inq", "res")).isEqualTo("7");
    }

    @Test
    void aRefusalAtPrepFailsWithTheRightBytes() {
        Traced traced = trace("prep");

        assertThat(traced.sent).hasSize(7).allSatisfy(sent -> {
            JsonObject request = traced.ended.request(sent.userData());
            assertThat(request.get("state").getAsString()).as(sent.name()).isEqualTo("failed");
            assertThat(request.get("errno").getAsString()).isEqualTo("EINVAL");
            assertThat(request.get("sqe").getAsString()).isEqualTo(sent.sqe());
        });
        assertThat(traced.text("opcode-200", "op")).isEqualTo("200");
        assertThat(traced.ended.sum().getAsJsonObject("byState").get("failed").getAsInt()).isEqualTo(7);
    }

    @Test
    void aProvidersRefusalCompletesWithItsErrno() {
        Traced traced = trace("refusals");

        assertThat(traced.text("regular-file", "errno")).isEqualTo("EOPNOTSUPP");
        assertThat(traced.text("bad-fd", "errno")).isEqualTo("EBADF");
        assertThat(traced.text("socket-unknown", "errno")).isEqualTo("EOPNOTSUPP");
        assertThat(traced.text("socket-level", "errno")).isEqualTo("EOPNOTSUPP");
        assertThat(traced.sent).allSatisfy(sent -> assertThat(
                traced.ended.request(sent.userData()).get("state").getAsString()).isEqualTo("completed"));
    }

    @Test
    void theWayThroughAKernelWorkerIsTold() {
        Traced traced = trace("null async");

        assertThat(traced.text("null", "path")).isEqualTo("[]");
        assertThat(traced.text("async", "path")).contains("punted");
    }

    @Test
    void theSecondResultOfABigCqeIsTold() {
        Traced traced = trace("--cqe32 big-nop null");

        assertThat(traced.text("big-nop", "res2")).isEqualTo("0x1111222233334444");
        assertThat(traced.text("big-nop", "res")).isEqualTo("77");
        assertThat(traced.text("null", "res2")).isEqualTo("0x0");
    }

    @Test
    void aReadThatTheRingsEndCancelsIsCancelled() {
        Traced traced = trace("null abandoned");

        assertThat(traced.text("open-read", "state")).isEqualTo("cancelled");
        assertThat(traced.text("open-read", "errno")).isEqualTo("ECANCELED");
        assertThat(traced.text("null", "state")).isEqualTo("completed");
    }

    @Test
    void aReadThatIsStillOpenAtTheEndIsPending() {
        try (Traffic traffic = Traffic.start("cases", "--gate", "pending");
                Ringspect trace = Ringspect.start("trace", "--json", "-p", "" + traffic.pid())) {
            traffic.awaitReady(1);
            trace.awaitAttached();
            traffic.release();
            traffic.awaitReady(1);
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.request(0x1000).get("state").getAsString()).isEqualTo("pending");
            assertThat(ended.request(0x1000).get("res").isJsonNull()).isTrue();
            assertThat(ended.sum().get("pending").getAsLong()).isEqualTo(1);
        }
    }

    @Test
    void aRingMadeBeforeTheTraceIsTraced() {
        try (Traffic traffic = Traffic.start("cases", "--sqe128", "--cqe32", "--gate", "null", "async", "prep");
                Ringspect trace = Ringspect.start("trace", "--json", "-p", "" + traffic.pid())) {
            traffic.awaitReady(1);
            trace.awaitAttached();
            List<String> lines = traffic.finish();
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSameSizeAs(Traffic.sent(lines));
            for (Traffic.Sent sent : Traffic.sent(lines)) {
                JsonObject request = ended.request(sent.userData());
                assertThat(request.get("sqe").getAsString()).isEqualTo(sent.sqe());
                assertThat(request.getAsJsonObject("ring").get("fd").isJsonNull()).as("its fd is not known").isTrue();
                assertThat(request.getAsJsonObject("ring").getAsJsonArray("flags").toString()).contains("SQE128",
                        "CQE32");
            }
        }
    }

    @Test
    void oneUsersRequestsAreShownToRoot() {
        Needs.program("/usr/bin/setpriv");
        try (Ringspect trace = Ringspect.start("trace", "--json", "--user", "" + OrdinaryUser.ID)) {
            trace.awaitAttached();
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "null", "others"));
            // the other ids stay root's
            LiveLab.run(List.of(LiveLab.program("disguise").toString(), "uid", "" + OrdinaryUser.ID, "3"));
            trace.interrupt();
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSize(3)
                    .allMatch(r -> r.get("cmdOp").getAsString().equals("0xbad00000"));
            assertThat(ended.sum().get("lost").getAsLong()).isZero();
        }
    }

    @Test
    void childrenAreFollowed() {
        try (Ringspect trace = Ringspect.start("trace", "--json", "--", LiveLab.program("spawn").toString(), "3",
                LiveLab.program("cases").toString(), "null")) {
            Ringspect.Ended ended = trace.finish();

            assertThat(ended.exit()).as(ended.errors()).isZero();
            assertThat(ended.requests()).hasSize(3);
            assertThat(ended.requests().stream().map(r -> r.get("pid").getAsInt()).distinct()).hasSize(3);
        }
    }
}

package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The helper's events, held against what the programs say that they submitted and reaped. */
@Timeout(300)
class HelperEventsTest {
    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    /** A program's own words beside the events of its rings. */
    private record Compared(List<Traffic.Sent> sent, List<Traffic.Reaped> reaped, List<Event> events) {
        Event request(String name) {
            return requestOf(userData(name));
        }

        Event completion(String name) {
            return completionOf(userData(name));
        }

        Traffic.Sent sent(String name) {
            return sent.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        }

        Event requestOf(long userData) {
            return only(e -> (e.kind() == Event.SUBMIT || e.kind() == Event.PREP_FAILED)
                    && e.userData() == userData);
        }

        Event completionOf(long userData) {
            return only(e -> e.kind() == Event.COMPLETE && e.userData() == userData);
        }

        Event file(int id) {
            return events.stream().filter(e -> e.kind() == Event.FILE && e.file() == id).findFirst().orElseThrow();
        }

        List<Event> marks(long request) {
            return events.stream().filter(e -> e.kind() == Event.MARK && e.request() == request).toList();
        }

        private long userData(String name) {
            return sent(name).userData();
        }

        private Event only(Predicate<Event> which) {
            List<Event> found = events.stream().filter(which).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private static Compared trace(String... arguments) {
        try (Traffic traffic = Traffic.start("cases", with("--gate", arguments))) {
            traffic.awaitReady(1);
            try (EventStream stream = EventStream.start("--pid", "" + traffic.pid())) {
                List<String> lines = traffic.finish();
                List<Traffic.Reaped> reaped = Traffic.reaped(lines);
                if (!reaped.isEmpty()) {
                    long last = reaped.getLast().userData();
                    stream.await(e -> (e.kind() == Event.COMPLETE || e.kind() == Event.OVERFLOW)
                            && e.userData() == last);
                }
                List<Event> events = stream.stop();
                assertThat(stream.lost().total()).isZero();
                return new Compared(Traffic.sent(lines), reaped, events);
            }
        }
    }

    private static String[] with(String first, String... others) {
        String[] all = new String[others.length + 1];
        all[0] = first;
        System.arraycopy(others, 0, all, 1, others.length);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--sqe128", "--cqe32", "--sqe128 --cqe32", "--defer-taskrun", "--submit-all"})
    void everyRequestAndCompletionIsSeenWithItsBytes(String shape) {
        String scenarios = "null async fixed socket others prep refusals link drain null";

        Compared compared = trace((shape + " " + scenarios).strip().split(" ", -1));

        assertThat(compared.sent).hasSizeGreaterThan(30);
        for (Traffic.Sent sent : compared.sent) {
            Event request = compared.requestOf(sent.userData());
            assertThat(request.sqe()).as(sent.name()).isEqualTo(sent.sqe());
            assertThat(request.pid()).isEqualTo(sent.pid());
            assertThat(request.tid()).isEqualTo(sent.tid());
        }
        assertThat(compared.reaped).hasSameSizeAs(compared.sent);
        for (Traffic.Reaped reaped : compared.reaped) {
            Event completion = compared.completionOf(reaped.userData());
            assertThat(completion.res()).isEqualTo(reaped.res());
            assertThat(completion.cqeFlags()).isEqualTo(reaped.flags());
            Event request = compared.requestOf(reaped.userData());
            assertThat(completion.ring()).isEqualTo(request.ring());
            assertThat(completion.request()).isEqualTo(request.request());
            assertThat(completion.time()).isGreaterThanOrEqualTo(request.time());
        }
    }

    @Test
    void aRingMadeBeforeTheTraceIsTold() {
        Compared compared = trace("--sqe128", "--cqe32", "null");
        Event ring = compared.events.stream().filter(e -> e.kind() == Event.RING).findFirst().orElseThrow();

        assertThat(ring.setupFlags()).isEqualTo(1 << 10 | 1 << 11);
        assertThat(ring.pid()).isEqualTo(compared.sent.getFirst().pid());
        assertThat(ring.ring()).isEqualTo(compared.request("null").ring());
        assertThat(compared.request("null").setupFlags()).isEqualTo(1 << 10 | 1 << 11);
    }

    @Test
    void prepRefusalsComeWithTheirErrorAndBytes() {
        Compared compared = trace("prep");

        assertThat(compared.sent).hasSize(7);
        for (Traffic.Sent sent : compared.sent) {
            Event refused = compared.requestOf(sent.userData());
            assertThat(refused.kind()).as(sent.name()).isEqualTo(Event.PREP_FAILED);
            assertThat(refused.error()).as(sent.name()).isEqualTo(-22);
            assertThat(refused.sqe()).isEqualTo(sent.sqe());
        }
        assertThat(compared.request("opcode-200").opcode()).isEqualTo(200);
    }

    @Test
    void providersRefusalsPassPrep() {
        Compared compared = trace("refusals");

        Map<String, Integer> results = compared.sent.stream()
                .collect(Collectors.toMap(Traffic.Sent::name, s -> compared.completion(s.name()).res()));
        assertThat(results).isEqualTo(
                Map.of("regular-file", -95, "bad-fd", -9, "socket-unknown", -95, "socket-level", -95));
        assertThat(compared.sent).allSatisfy(
                s -> assertThat(compared.requestOf(s.userData()).kind()).isEqualTo(Event.SUBMIT));
    }

    @Test
    void aPuntedCommandIsMarked() {
        Compared compared = trace("null", "async");

        assertThat(compared.marks(compared.request("async").request())).extracting(Event::mark)
                .contains(Event.MARK_PUNTED);
        assertThat(compared.request("async").sqe()).isEqualTo(compared.sent("async").sqe());
    }

    @Test
    void aFixedFileIsNamedThroughTheRingsTable() {
        Compared compared = trace("fixed");

        Event submit = compared.request("fixed-file");
        assertThat(submit.flags() & Event.SUBMIT_FIXED).isNotZero();
        Event file = compared.file(compared.completion("fixed-file").file());
        assertThat(file.fileMajor()).isEqualTo(1);
        assertThat(file.fileMinor()).isEqualTo(3);
        assertThat(file.fileMode() & 0xF000).isEqualTo(0x2000);
        assertThat(compared.completion("fixed-empty").file()).isZero();
    }

    @Test
    void aSubmitNamesItsFileAlready() {
        Compared compared = trace("null", "null", "socket");

        Event file = compared.file(compared.request("socket-inq").file());
        assertThat(file.fileMode() & 0xF000).isEqualTo(0xC000);
        assertThat(file.intAt(64) & 0xffff).as("AF_INET").isEqualTo(2);
        assertThat(compared.file(compared.request("socket-outq").file())).isEqualTo(file);
        assertThat(compared.file(compared.events.stream()
                .filter(e -> e.kind() == Event.SUBMIT)
                .findFirst()
                .orElseThrow()
                .file()).fileName()).isEqualTo("null");
    }

    @Test
    void bothWordsOfABigCqeArrive() {
        Needs.bigNop();
        Compared compared = trace("--cqe32", "big-nop");
        Event completion = compared.completion("big-nop");

        assertThat(completion.flags() & Event.COMPLETE_CQE32).isNotZero();
        assertThat(completion.res()).isEqualTo(77);
        assertThat(completion.bigCqe0()).isEqualTo(0x1111222233334444L);
        assertThat(completion.bigCqe1()).isEqualTo(0x5555666677778888L);
    }

    @Test
    void aPrivilegedCallerGetsCmdOpAndPdu() {
        Compared compared = trace("null");
        Event completion = compared.completion("null");

        assertThat(completion.cmdOp()).isEqualTo(0x52530002);
        assertThat(completion.flags() & Event.COMPLETE_PDU).isNotZero();
        assertThat(completion.length()).isEqualTo(104);
    }

    @Test
    void aCompletionThatDidNotFitIsAnOverflow() {
        Compared compared = trace("--entries", "8", "--cq-entries", "8", "overflow");

        Map<Integer, Long> kinds = compared.events.stream()
                .filter(e -> e.kind() == Event.COMPLETE || e.kind() == Event.OVERFLOW)
                .collect(Collectors.groupingBy(Event::kind, Collectors.counting()));
        assertThat(kinds).isEqualTo(Map.of(Event.COMPLETE, 8L, Event.OVERFLOW, 3L));
    }

    @Test
    void aSkippedCompletionLeavesItsSubmitAlone() {
        Compared compared = trace("skip");
        long skipped = compared.sent("skip").userData();

        assertThat(compared.requestOf(skipped).sqe()).isEqualTo(compared.sent("skip").sqe());
        assertThat(compared.events).noneMatch(e -> e.kind() == Event.COMPLETE && e.userData() == skipped);
    }

    @Test
    void sqesTakenByTheKernelsThreadAreTold() {
        Compared compared = trace("--sqpoll", "null");

        assertThat(compared.request("null").flags() & 1).isEqualTo(1);
        assertThat(compared.request("null").pid()).isEqualTo(compared.sent("null").pid());
        assertThat(compared.completion("null").res()).isZero();
    }

    @Test
    void onlyTheNamedProcessIsSeen() {
        try (Traffic traced = Traffic.start("cases", "--gate", "null");
                Traffic other = Traffic.start("cases", "--gate", "--first", "0x9000", "null")) {
            traced.awaitReady(1);
            other.awaitReady(1);
            try (EventStream stream = EventStream.start("--pid", "" + traced.pid())) {
                other.finish();
                traced.finish();
                stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == 0x1000);
                assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.SUBMIT || e.kind() == Event.COMPLETE)
                        .hasSize(2)
                        .allMatch(e -> e.userData() == 0x1000);
            }
        }
    }

    @Test
    void childrenOfTheNamedProcessAreFollowedThroughForkAndExec() {
        // a shell that waits at the gate is the traced process; its child and grandchild are made later
        try (Traffic shell = Traffic.startCommand(List.of("/bin/sh", "-c",
                "echo '{\"kind\":\"ready\",\"pid\":'$$'}'; read line; exec " + LiveLab.program("spawn") + " 3 "
                        + LiveLab.program("cases") + " null"))) {
            shell.awaitReady(1);
            try (EventStream stream = EventStream.start("--pid", "" + shell.pid())) {
                List<String> lines = shell.finish();
                long rings = lines.stream().filter(l -> l.contains("\"kind\":\"ring\"")).count();
                assertThat(rings).isEqualTo(3);
                List<Integer> pids = Traffic.sent(lines).stream().map(Traffic.Sent::pid).sorted().toList();
                pids.forEach(pid -> stream.await(e -> e.kind() == Event.SUBMIT && e.pid() == pid));
                assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.SUBMIT)
                        .extracting(Event::pid)
                        .containsExactlyInAnyOrderElementsOf(pids);
            }
        }
    }

    @Test
    void filtersByOpcodeAndCmdOpWorkInTheKernel() {
        try (Traffic traffic = Traffic.start("cases", "--gate", "null", "others", "socket")) {
            traffic.awaitReady(1);
            try (EventStream stream = EventStream.start("--pid", "" + traffic.pid(), "--opcodes", "46", "--cmd-ops",
                    "0x52530002")) {
                List<Traffic.Sent> sent = Traffic.sent(traffic.finish());
                List<Long> wanted = sent.stream()
                        .filter(s -> s.sqe().startsWith("2e") && s.sqe().startsWith("02005352", 16))
                        .map(Traffic.Sent::userData)
                        .toList();
                assertThat(wanted).hasSize(2);
                stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == wanted.getLast());
                List<Event> events = stream.stop();
                assertThat(events).filteredOn(e -> e.kind() == Event.SUBMIT)
                        .extracting(Event::userData)
                        .containsExactlyElementsOf(wanted);
                assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE)
                        .extracting(Event::userData)
                        .containsExactlyElementsOf(wanted);
            }
        }
    }

    @Test
    void aTinyRingBufferAccountsForEveryRecord() {
        int count = 50_000;
        try (Traffic traffic = Traffic.start("flood", "--gate", "--count", "" + count);
                EventStream stream = EventStream.startPaused("--pid", "" + traffic.pid(), "--ring-bytes", "65536")) {
            traffic.awaitReady(1);
            traffic.finish();
            List<Event> events = stream.stop();

            Map<Integer, Long> kinds = events.stream()
                    .collect(Collectors.groupingBy(Event::kind, Collectors.counting()));
            assertThat(stream.lost().submit()).isPositive();
            assertThat(kinds.getOrDefault(Event.SUBMIT, 0L) + stream.lost().submit()).isEqualTo(count);
            assertThat(kinds.getOrDefault(Event.COMPLETE, 0L) + stream.lost().complete()).isEqualTo(count);
        }
    }

    @Test
    void fourProcessesAtOnceLoseNothing() {
        int count = 20_000;
        try (Traffic traffic = Traffic.start("flood", "--gate", "--processes", "4", "--count", "" + count, "--sqe128",
                "--cqe32")) {
            List<Integer> pids = traffic.awaitReady(4);
            // large enough to hold everything: this test is about order between rings, not about the reader's pace
            String[] options = Stream.concat(Stream.of("--ring-bytes", "" + (64 << 20)),
                    pids.stream().flatMap(pid -> Stream.of("--pid", "" + pid))).toArray(String[]::new);
            try (EventStream stream = EventStream.start(options)) {
                traffic.finish();
                for (int process = 0; process < 4; process++) {
                    long last = floodUserData(process, count - 1);
                    stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == last);
                }
                List<Event> events = stream.stop();

                assertThat(stream.lost().total()).isZero();
                Map<Long, Event> submits = events.stream()
                        .filter(e -> e.kind() == Event.SUBMIT)
                        .collect(Collectors.toMap(Event::userData, Function.identity()));
                assertThat(submits).hasSize(4 * count);
                assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE).hasSize(4 * count);
                assertThat(submits.values()).allMatch(e -> e.sqe().endsWith(floodPayload(e.userData(), 80)));
                assertThat(submits.values().stream().map(Event::ring).distinct()).hasSize(4);
            }
        }
    }

    /** What a ring shows its program in one go has one time, which is later than every submission of the batch. */
    @ParameterizedTest
    @ValueSource(ints = {1, 32})
    void requestsCompletedInOneGoShareTheirTime(int batch) {
        int batches = 200;
        try (Traffic traffic = Traffic.start("flood", "--gate", "--batch", "" + batch, "--count",
                "" + batches * batch)) {
            traffic.awaitReady(1);
            try (EventStream stream = EventStream.start("--pid", "" + traffic.pid())) {
                traffic.finish();
                long last = floodUserData(0, batches * batch - 1);
                stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == last);
                List<Event> events = stream.stop();

                long[] submitted = times(events, Event.SUBMIT);
                long[] completed = times(events, Event.COMPLETE);
                assertThat(submitted).hasSize(batches * batch);
                assertThat(completed).hasSize(batches * batch);
                long before = 0;
                for (int first = 0; first < batches * batch; first += batch) {
                    long lastSubmitted = submitted[first + batch - 1];
                    assertThat(lastSubmitted).isGreaterThan(before);
                    for (int index = first; index < first + batch; index++) {
                        before = Math.max(before, completed[index]);
                        assertThat(completed[index]).isGreaterThan(lastSubmitted);
                    }
                }
                // a program may be moved to another processor in between, whose clock is then read
                assertThat(Arrays.stream(completed).distinct().count()).isBetween((long) batches, batches * 2L);
            }
        }
    }

    /** Times of a flood's events, in the order of its commands. */
    private static long[] times(List<Event> events, int kind) {
        return events.stream()
                .filter(e -> e.kind() == kind)
                .sorted(Comparator.comparingLong(Event::userData))
                .mapToLong(Event::time)
                .toArray();
    }

    private static long floodUserData(int process, int index) {
        return 0x52L << 56 | (long) process << 32 | index;
    }

    /** The command area that {@code lab_fill} of {@code lab.c} makes. */
    static String floodPayload(long userData, int size) {
        byte[] bytes = new byte[size];
        long word = userData * 0x9e3779b97f4a7c15L + 0x5851f42d4c957f2dL;
        for (int at = 0; at < size; at += 8) {
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, word);
            word += 0xc2b2ae3d27d4eb4fL;
        }
        return HexFormat.of().formatHex(bytes);
    }
}

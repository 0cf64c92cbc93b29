package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.protocol.traffic.EventLayout;
import dev.ringspect.tracer.sys.Message;
import dev.ringspect.tracer.sys.MessageSocket;

/** What an ordinary user with file capabilities on the helper gets to see, and what not. */
@Timeout(120)
class LimitedUserTest {
    private static final int USER = 54_321;
    private static final int SENTINEL = 0x7777;

    @TempDir
    Path directory;

    @BeforeEach
    void install() throws IOException {
        Needs.tracing();
        Needs.program("/usr/sbin/setcap");
        Needs.program("/usr/bin/setpriv");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(Lab.helper(), directory.resolve("helper"));
        Lab.run(List.of("setcap", "cap_bpf,cap_perfmon+ep", directory.resolve("helper").toString()));
        for (String program : List.of("cases", "disguise", "steal")) {
            Files.copy(Lab.program(program), directory.resolve(program));
        }
        Path setuid = Files.copy(Lab.program("disguise"), directory.resolve("setuid-root"));
        Lab.run(List.of("chmod", "4755", setuid.toString()));
        Needs.need(Lab.run(asUser("setuid-root", "asis", "0", "1")).contains("\"euid\":0"),
                "a temporary directory without nosuid");
    }

    private List<String> asUser(String program, String... arguments) {
        return Stream.concat(
                Stream.of("setpriv", "--reuid", "" + USER, "--regid", "" + USER, "--clear-groups",
                        directory.resolve(program).toString()),
                Stream.of(arguments)).toList();
    }

    private EventStream trace(String... options) {
        return EventStream.startCommand(asUser("helper", Stream.concat(Stream.of("--stdout"), Stream.of(options))
                .toArray(String[]::new)), false);
    }

    /** Runs a command of the user's own, whose completion proves that all earlier events have arrived. */
    private int sentinel(EventStream stream) {
        try (Traffic own = Traffic.startCommand(asUser("cases", "--first", "" + SENTINEL, "null"))) {
            int pid = own.pid();
            own.finish();
            stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == SENTINEL);
            return pid;
        }
    }

    @Test
    void othersTrafficStaysUnseen() {
        try (EventStream stream = trace("--all")) {
            Lab.run(List.of(Lab.program("flood").toString(), "--count", "5000"));
            Lab.run(List.of(Lab.program("cases").toString(), "others", "prep", "refusals", "socket", "async", "link"));
            Lab.run(List.of(Lab.program("cases").toString(), "--entries", "8", "--cq-entries", "8", "overflow"));
            int pid = sentinel(stream);

            assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid", "euid", "suid", "fsuid", "personality", "undumpable"})
    void aTaskThatIsOnlyPartlyTheUsersStaysUnseen(String how) {
        try (EventStream stream = trace("--all")) {
            Lab.run(List.of(directory.resolve("disguise").toString(), how, "" + USER));
            int pid = sentinel(stream);

            assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @Test
    void aSetuidProgramStartedByTheUserStaysUnseen() {
        try (EventStream stream = trace("--all")) {
            assertThat(Lab.run(asUser("setuid-root", "asis", "0"))).contains("\"euid\":0");
            int pid = sentinel(stream);

            assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @Test
    void namingAnothersProcessShowsNothingOfIt() {
        try (Traffic roots = Traffic.start("cases", "--gate", "null")) {
            roots.awaitReady(1);
            try (EventStream stream = trace("--pid", "" + roots.pid())) {
                roots.finish();
                assertThat(stream.stop()).isEmpty();
            } catch (IllegalStateException refused) {
                // to refuse the process at once is as good; it must say so
                assertThat(refused).hasMessageContaining("" + roots.pid());
            }
        }
    }

    @Test
    void aProcessThatIsWhollyTheUsersIsSeen() {
        try (EventStream stream = trace("--all")) {
            Lab.run(List.of(directory.resolve("disguise").toString(), "plain", "" + USER, "10"));
            sentinel(stream);

            assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.COMPLETE && e.cmdOp() == 0xbad00000)
                    .hasSize(10);
        }
    }

    @Test
    void noKernelAddressAndNoPduReachTheUser() {
        try (EventStream stream = trace("--all")) {
            List<String> lines = new ArrayList<>();
            for (String shape : List.of("", "--sqe128 --cqe32 ")) {
                lines.addAll(Lab.run(asUser("cases",
                        (shape + "null async fixed socket others prep refusals link drain cancel").split(" ", -1)))
                        .lines()
                        .toList());
            }
            sentinel(stream);
            List<Event> events = stream.stop();

            Set<Integer> kinds = events.stream().map(Event::kind).collect(Collectors.toSet());
            assertThat(kinds).contains(Event.RING, Event.FILE, Event.SUBMIT, Event.PREP_FAILED, Event.COMPLETE,
                    Event.MARK, Event.REGISTER);
            assertThat(events).filteredOn(e -> e.kind() == Event.SUBMIT || e.kind() == Event.PREP_FAILED)
                    .extracting(Event::sqe)
                    .startsWith(Traffic.sent(lines).stream().map(Traffic.Sent::sqe).toArray(String[]::new))
                    .hasSize(Traffic.sent(lines).size() + 1);
            assertThat(events).noneMatch(Event::holdsKernelAddress);
            assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE)
                    .allMatch(e -> e.length() == 72 && (e.flags() & Event.COMPLETE_PDU) == 0);
            // A ring is told again on another processor: its creation is told once.
            assertThat(events).filteredOn(e -> e.kind() == Event.RING && (e.flags() & Event.RING_CREATED) != 0)
                    .hasSize(3);
        }
    }

    @Test
    void aRivalOfTheSameUserCannotTakeTheHelpersDescriptors() {
        try (EventStream stream = trace("--all")) {
            Lab.Output tried = Lab.call(asUser("steal", "" + stream.pid()));

            assertThat(tried.exit()).as(tried.text()).isZero();
            assertThat(tried.text().lines()).hasSize(32 + 3);
        }
    }

    @Test
    void theThiefWorksOnAnOrdinaryProcess() throws IOException {
        Path yama = Path.of("/proc/sys/kernel/yama/ptrace_scope");
        Needs.need(!Files.exists(yama) || Files.readString(yama).strip().equals("0"), "kernel.yama.ptrace_scope=0");
        try (Traffic victim = Traffic.startCommand(asUser("cases", "--gate", "null"))) {
            victim.awaitReady(1);
            Lab.Output tried = Lab.call(asUser("steal", "" + victim.pid()));

            assertThat(tried.exit()).isEqualTo(1);
            assertThat(tried.text()).contains("\"call\":\"pidfd_getfd\",\"fd\":3,\"errno\":0}");
        }
    }

    @Test
    void aSocketOfAnotherUserIsRefused() throws Exception {
        Path path = directory.resolve("socket");
        try (MessageSocket roots = MessageSocket.listen(path).orThrow()) {
            Lab.run(List.of("chmod", "777", path.toString()));
            Lab.Output refused = Lab.call(asUser("helper", "--connect", path.toString(), "--events-version",
                    "" + EventLayout.VERSION, "--all"));

            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.text()).contains(
                    "the socket belongs to uid 0, the helper was called by uid " + USER,
                    "start the helper as the user whose socket it is");
            try (MessageSocket helpers = roots.accept().orThrow(); Message said = helpers.receive(10_000).orThrow()) {
                assertThat(said.end()).as("it hung up without a word").isTrue();
            }
        }
    }

    private static void assertOnlyOf(Set<Integer> pids, List<Event> events) {
        assertThat(events).filteredOn(e -> e.kind() == Event.RING || e.kind() == Event.SUBMIT
                || e.kind() == Event.PREP_FAILED || e.kind() == Event.REGISTER)
                .isNotEmpty()
                .allMatch(e -> pids.contains(e.pid()));
        assertThat(events).filteredOn(e -> e.kind() == Event.FILE).allMatch(e -> pids.contains(e.intAt(76)));
        Set<Long> rings = events.stream().filter(e -> e.kind() == Event.RING).map(Event::ring).collect(
                Collectors.toSet());
        assertThat(events).filteredOn(e -> e.kind() != Event.FILE).allMatch(e -> rings.contains(e.ring()));
        assertThat(events).filteredOn(e -> e.kind() == Event.COMPLETE).allMatch(e -> e.cmdOp() != 0xbad00000);
    }
}

package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
@Timeout(300)
class LimitedUserTest {
    @TempDir
    Path directory;
    private LimitedUser user = new LimitedUser(Path.of(""));

    @BeforeEach
    void install() throws IOException {
        user = LimitedUser.in(directory);
    }

    @Test
    void othersTrafficStaysUnseen() {
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(List.of(LiveLab.program("flood").toString(), "--count", "5000"));
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "others", "prep", "refusals", "socket", "async",
                    "link"));
            LiveLab.run(
                    List.of(LiveLab.program("cases").toString(), "--entries", "8", "--cq-entries", "8", "overflow"));
            int pid = user.sentinel(stream);

            LimitedUser.assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uid", "euid", "suid", "fsuid", "gid", "egid", "sgid", "capable", "personality",
            "undumpable"})
    void aTaskThatIsOnlyPartlyTheUsersStaysUnseen(String how) {
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(List.of(directory.resolve("disguise").toString(), how, "" + LimitedUser.ID));
            int pid = user.sentinel(stream);

            LimitedUser.assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @Test
    void aSetuidProgramStartedByTheUserStaysUnseen() {
        try (EventStream stream = user.trace("--all")) {
            assertThat(LiveLab.run(user.command("setuid-root", "asis", "0"))).contains("\"euid\":0");
            int pid = user.sentinel(stream);

            LimitedUser.assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @Test
    void namingAnothersProcessShowsNothingOfIt() {
        try (Traffic roots = Traffic.start("cases", "--gate", "null")) {
            roots.awaitReady(1);
            try (EventStream stream = user.trace("--pid", "" + roots.pid())) {
                roots.finish();
                assertThat(stream.stop()).isEmpty();
            } catch (IllegalStateException refused) {
                // to refuse the process at once is as good; it must say so
                assertThat(refused).hasMessageContaining("" + roots.pid());
            }
        }
    }

    /** The rule is the kernel's for ptrace: groups beside and the group for files say nothing against a task there. */
    @ParameterizedTest
    @ValueSource(strings = {"plain", "groups", "fsgid"})
    void aProcessThatTheUserCouldDebugIsSeen(String how) {
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(List.of(directory.resolve("disguise").toString(), how, "" + LimitedUser.ID, "10"));
            user.sentinel(stream);

            assertThat(stream.stop()).filteredOn(
                    e -> e.kind() == Event.COMPLETE && e.cmdOp() == LimitedUser.FOREIGN_CMD_OP).hasSize(10);
        }
    }

    /** Nothing but the place of two bits in the kernel's memory decides here, and they change from one to the next. */
    @Test
    void everySecondRequestIsSeenOfATaskThatIsDumpableEverySecondTime() {
        try (EventStream stream = user.trace("--all")) {
            LiveLab.run(List.of(directory.resolve("disguise").toString(), "toggle", "" + LimitedUser.ID, "100"));
            user.sentinel(stream);

            assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.COMPLETE && e.cmdOp() != 0x52530002)
                    .hasSize(50)
                    .allMatch(e -> e.cmdOp() == 0x600d0000);
        }
    }

    /** The kernel keeps what such a file holds from a debugger, so it is not dumpable. */
    @Test
    void aProgramThatTheUserMayRunButNotReadStaysUnseen() throws IOException {
        Needs.need(!Files.readString(Path.of("/proc/sys/fs/suid_dumpable")).strip().equals("1"),
                "fs.suid_dumpable other than 1");
        Path unreadable = directory.resolve("disguise");
        LiveLab.run(List.of("chmod", "711", unreadable.toString()));
        try (EventStream stream = user.trace("--all")) {
            // setpriv executes with root's capabilities; the shell does so as the user
            LiveLab.run(user.command("/bin/sh", "-c", "exec " + unreadable + " asis 0"));
            int pid = user.sentinel(stream);

            LimitedUser.assertOnlyOf(Set.of(pid), stream.stop());
        }
    }

    @Test
    void aRingBufferBeyondWhatAnOrdinaryUserMayHoldIsRefused() {
        LiveLab.Output refused = LiveLab.call(user.command("helper", "--stdout", "--all", "--ring-bytes", "134217728"));

        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.text()).contains("an ordinary user's ring buffer has at most 64 MiB",
                "what to do: ask for at most 67108864");
    }

    @Test
    void noKernelAddressAndNoPduReachTheUser() {
        try (EventStream stream = user.trace("--all")) {
            List<String> lines = new ArrayList<>();
            for (String shape : List.of("", "--sqe128 --cqe32 ")) {
                lines.addAll(LiveLab.run(user.command("cases",
                        (shape + "null async fixed socket others prep refusals link drain cancel").split(" ", -1)))
                        .lines()
                        .toList());
            }
            user.sentinel(stream);
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
        try (EventStream stream = user.trace("--all")) {
            LiveLab.Output tried = LiveLab.call(user.command("steal", "" + stream.pid()));

            assertThat(tried.exit()).as(tried.text()).isZero();
            assertThat(tried.text().lines()).hasSize(32 + 3);
        }
    }

    @Test
    void theThiefWorksOnAnOrdinaryProcess() throws IOException {
        Path yama = Path.of("/proc/sys/kernel/yama/ptrace_scope");
        Needs.need(!Files.exists(yama) || Files.readString(yama).strip().equals("0"), "kernel.yama.ptrace_scope=0");
        try (Traffic victim = Traffic.startCommand(user.command("cases", "--gate", "null"))) {
            victim.awaitReady(1);
            LiveLab.Output tried = LiveLab.call(user.command("steal", "" + victim.pid()));

            assertThat(tried.exit()).isEqualTo(1);
            assertThat(tried.text()).contains("\"call\":\"pidfd_getfd\",\"fd\":3,\"errno\":0}");
        }
    }

    @Test
    void aSocketOfAnotherUserIsRefused() throws Exception {
        Path path = directory.resolve("socket");
        try (MessageSocket roots = MessageSocket.listen(path).orThrow()) {
            LiveLab.run(List.of("chmod", "777", path.toString()));
            LiveLab.Output refused = LiveLab
                    .call(user.command("helper", "--connect", path.toString(), "--events-version",
                            "" + EventLayout.VERSION, "--all"));

            assertThat(refused.exit()).isEqualTo(3);
            assertThat(refused.text()).contains(
                    "the socket belongs to uid 0, the helper was called by uid " + LimitedUser.ID,
                    "start the helper as the user whose socket it is");
            try (MessageSocket helpers = roots.accept().orThrow(); Message said = helpers.receive(60_000).orThrow()) {
                assertThat(said.end()).as("it hung up without a word").isTrue();
            }
        }
    }
}

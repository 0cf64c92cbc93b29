package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A helper in a container: process ids, asked for and told, are those of the namespace that it was started in. */
@Timeout(300)
class PidNamespaceTest {
    private static final List<String> UNSHARE = List.of("unshare", "--pid", "--fork", "--mount-proc");

    @BeforeAll
    static void needs() {
        Needs.tracing();
        Needs.program("/usr/bin/nsenter");
        Needs.need(LiveLab.call(Stream.concat(UNSHARE.stream(), Stream.of("true")).toList()).exit() == 0,
                "PID namespaces (CONFIG_PID_NS, and the right to unshare)");
    }

    /** A namespace, which lives as long as its first process: a program of the lab, held at its gate. */
    private static Traffic namespace() {
        Traffic first = Traffic.startCommand(Stream.concat(UNSHARE.stream(),
                Stream.of(LiveLab.program("cases").toString(), "--gate", "null")).toList());
        assertThat(first.awaitReady(1)).as("its own word on its id").containsExactly(1);
        return first;
    }

    private static List<String> inside(Traffic first, String... command) {
        long pid = ProcessHandle.of(first.pid()).orElseThrow().children().findFirst().orElseThrow().pid();
        return Stream.concat(Stream.of("nsenter", "--target", "" + pid, "--pid", "--mount"), Stream.of(command))
                .toList();
    }

    private static EventStream trace(Traffic first, String... options) {
        return EventStream.startCommand(inside(first, Stream.concat(
                Stream.of(LiveLab.helper().toString(), "--stdout"), Stream.of(options)).toArray(String[]::new)), false);
    }

    @Test
    void aNumberThatIsAskedForIsTheCallersNamespaces() {
        try (Traffic first = namespace();
                Traffic second = Traffic.startCommand(
                        inside(first, LiveLab.program("cases").toString(), "--gate", "null", "prep"))) {
            assertThat(second.awaitReady(1)).containsExactly(2);
            try (EventStream stream = trace(first, "--pid", "2")) {
                List<Traffic.Sent> sent = Traffic.sent(second.finish());
                stream.await(e -> e.kind() == Event.COMPLETE && e.userData() == sent.getLast().userData());
                List<Event> events = stream.stop();

                assertThat(sent).allMatch(s -> s.pid() == 2 && s.tid() == 2);
                assertThat(events).filteredOn(e -> e.kind() == Event.SUBMIT || e.kind() == Event.PREP_FAILED)
                        .hasSameSizeAs(sent)
                        .allMatch(e -> e.pid() == 2 && e.tid() == 2);
                assertThat(events).filteredOn(e -> e.kind() == Event.RING).isNotEmpty().allMatch(e -> e.pid() == 2);
                assertThat(events).filteredOn(e -> e.kind() == Event.FILE).isNotEmpty()
                        .allMatch(e -> e.intAt(76) == 2);
            }
        }
    }

    @Test
    void childrenAreFollowedByTheirNumbersThere() {
        try (Traffic first = namespace();
                Traffic spawn = Traffic
                        .startCommand(inside(first, "/bin/sh", "-c", "echo $$; read go; exec \"$@\"", "sh",
                                LiveLab.program("spawn").toString(), "3", LiveLab.program("cases").toString(),
                                "null"))) {
            assertThat(spawn.awaitLine()).isEqualTo("2");
            try (EventStream stream = trace(first, "--pid", "2")) {
                spawn.say("go");
                List<Traffic.Sent> sent = Traffic.sent(spawn.finish());
                assertThat(sent).hasSize(3).extracting(Traffic.Sent::pid).doesNotHaveDuplicates()
                        .allMatch(pid -> pid < 30);
                stream.await(e -> stream.events().stream().filter(c -> c.kind() == Event.COMPLETE).count() == 3);

                assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.SUBMIT)
                        .extracting(Event::pid)
                        .containsExactlyInAnyOrderElementsOf(sent.stream().map(Traffic.Sent::pid).toList());
            }
        }
    }

    @Test
    void aProcessOutsideHasNoNumber() {
        try (Traffic first = namespace(); EventStream stream = trace(first, "--all")) {
            LiveLab.run(List.of(LiveLab.program("cases").toString(), "--first", "0xabcd0000", "null"));
            stream.await(e -> e.kind() == Event.SUBMIT && e.userData() == 0xabcd0000L);

            assertThat(stream.stop()).filteredOn(e -> e.kind() == Event.SUBMIT && e.userData() == 0xabcd0000L)
                    .hasSize(1)
                    .allMatch(e -> e.pid() == 0 && e.tid() == 0);
        }
    }

    @Test
    void aNumberThatOnlyTheOutsideHasIsRefused() {
        try (Traffic first = namespace()) {
            LiveLab.Output refused = LiveLab.call(
                    inside(first, LiveLab.helper().toString(), "--stdout", "--pid",
                            "" + ProcessHandle.current().pid()));

            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.text()).contains("there is no process " + ProcessHandle.current().pid());
        }
    }
}

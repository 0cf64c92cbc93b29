package dev.ringspect.protocol.inspect.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.finding.Finding;
import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.ResolvedCommand;
import dev.ringspect.protocol.uapi.Sqe;

/** What a finding counts is what it says. */
class TrafficInspectorTest {
    private static List<String> counts(Consumer<EventBuilder> traffic) {
        CommandResolver resolver = new CommandResolver(ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("p", """
                protocol lab;
                on device "/dev/lab*";
                command READ = 0x10 { errors { EIO "it did not spin up"; } }
                """)))));
        TrafficInspector inspector = new TrafficInspector();
        Correlator correlator = new Correlator(r -> inspector.inspect(r, resolver.resolve(r)),
                (block, major, minor) -> Optional.empty());
        EventBuilder events = new EventBuilder(correlator);
        events.file(1, 0x21B6, 240, 0, "lab0").file(2, 0x21B6, 240, 1, "lab1").file(3, 0x21B6, 240, 1, "lab1");
        traffic.accept(events);
        correlator.finish();
        return inspector.findings().stream()
                .map(found -> found.count() + " from " + found.firstSeq() + ": " + found.finding().message()).toList();
    }

    private static void read(EventBuilder events, int file) {
        events.submit(0x10, 1, s -> s.cmdOp(0x10).file(file)).complete(0x10, 1, -5);
    }

    @Test
    void requestsToTheDeviceThatIsNamedAreCounted() {
        assertThat(counts(events -> {
            read(events, 1);
            read(events, 2);
            read(events, 3);
            read(events, 1);
            read(events, 1);
        })).containsExactly("3 from 1: READ on lab0 answered -EIO: it did not spin up",
                "2 from 2: READ on lab1 answered -EIO: it did not spin up");
    }

    @Test
    void descriptorsThatAreNotOpenAreCountedOneByOne() {
        assertThat(counts(events -> {
            events.submit(0x10, 1, s -> s.opcode(22)).complete(0x10, 1, -9);
            events.submit(0x10, 1, s -> s.opcode(22)).complete(0x10, 1, -9);
            events.submit(0x10, 1, s -> s.opcode(23)).complete(0x10, 1, -9);
        })).containsExactly("2 from 1: READ answered -EBADF: descriptor 5 is not open in the process",
                "1 from 3: WRITE answered -EBADF: descriptor 5 is not open in the process");
    }

    @Test
    void whatIsCountedAndListedInOneIsWhatEitherGives() {
        TrafficInspector lists = new TrafficInspector();
        TrafficInspector counts = new TrafficInspector();
        TrafficInspector both = new TrafficInspector();
        CommandResolver resolver = new CommandResolver(ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of(
                "file:///lab.uring", """
                        protocol lab;
                        on device "/dev/lab*";
                        struct lab_cmd { __u32 unit; __u32 rsvd; };
                        command READ = 0x10 { payload struct lab_cmd; check unit == rsvd; }
                        """)))));
        List<String> listed = new ArrayList<>();
        EventBuilder events = new EventBuilder(new Correlator(request -> {
            ResolvedCommand command = resolver.resolve(request);
            counts.inspect(request, command);
            List<Finding> shown = both.countedFindingsOf(request, command);
            assertThat(shown).isEqualTo(lists.findingsOf(request, command));
            shown.forEach(finding -> listed.add(finding.id()));
        }, (block, major, minor) -> Optional.empty()));
        events.file(1, 0x21B6, 240, 0, "lab0");
        for (int i = 0; i < 2; i++) {
            events.submit(0x10, 1, s -> s.cmdOp(0x10).file(1)
                    .fill(sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 4, 9))).complete(0x10, 1, -9);
        }
        assertThat(listed).hasSizeGreaterThan(2);
        assertThat(both.findings()).isEqualTo(counts.findings()).isNotEmpty();
        assertThat(both.findings()).allMatch(finding -> finding.count() == 2);
    }
}

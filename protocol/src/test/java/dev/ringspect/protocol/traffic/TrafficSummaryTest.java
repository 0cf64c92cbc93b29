package dev.ringspect.protocol.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.model.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.uapi.Sqe;

class TrafficSummaryTest {
    private static final String PROTOCOL = """
            protocol lab;
            on device "/dev/lab*";
            struct lab_cmd { __u32 unit; __s32 level; __u64 addr; };
            command READ = 0x10 { payload struct lab_cmd; cqe { res as bytes; } }
            """;

    private final CommandResolver resolver = new CommandResolver(
            ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("file:///lab.uring", PROTOCOL)))));
    private final TrafficSummary summary = new TrafficSummary();
    private final EventBuilder events = new EventBuilder(
            new Correlator(r -> summary.add(r, resolver.resolve(r)), DeviceNames.NONE));

    private void read(int unit, int level, int res) {
        events.submit(0x10, 1, s -> s.cmdOp(0x10).file(1).fill(sqe -> {
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD, unit);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 4, level);
        })).complete(0x10, 1, res);
    }

    private FieldStatistics field(String path) {
        return summary.commands().getFirst().fields().stream().filter(f -> f.field().path().equals(path)).findFirst()
                .orElseThrow();
    }

    @Test
    void commandsAreCountedWithTheirFields() {
        events.file(1, 0x21B6, 240, 0, "lab0");
        read(7, -1, 512);
        read(-1, 5, -5);
        read(7, 3, 512);
        read(8, 3, -5);
        events.submit(0x10, 1, s -> s.opcode(0)).complete(0x10, 1, 0);

        assertThat(summary.requests()).isEqualTo(5);
        CommandStatistics command = summary.commands().getFirst();
        assertThat(summary.commands()).hasSize(1);
        assertThat(command.requests()).isEqualTo(4);
        assertThat(command.failed()).isEqualTo(2);
        assertThat(command.errors()).containsExactly(new FrequentValues.Value(5, 2, 0));
        assertThat(command.latency().percentile(50)).hasValue(127);
        assertThat(field("unit").min()).isEqualTo(7);
        assertThat(field("unit").max()).isEqualTo(0xFFFFFFFFL);
        assertThat(field("unit").frequent().getFirst()).isEqualTo(new FrequentValues.Value(7, 2, 0));
        assertThat(field("level").min()).isEqualTo(-1);
        assertThat(field("level").latest()).containsExactly(new FieldStatistics.Seen(4, 3),
                new FieldStatistics.Seen(3, 3), new FieldStatistics.Seen(2, 5), new FieldStatistics.Seen(1, -1));
        assertThat(field("cqe.res").max()).isEqualTo(512);
        assertThat(field("cqe.res").count()).isEqualTo(4);
    }

    @Test
    void frequentValuesStayBoundedAndHonest() {
        FrequentValues values = new FrequentValues(4);
        for (int i = 0; i < 1000; i++) {
            values.add(42);
            values.add(1000 + i);
        }
        assertThat(values.top()).hasSize(4);
        assertThat(values.top().getFirst().value()).isEqualTo(42);
        assertThat(values.top().getFirst().count() - values.top().getFirst().error()).isLessThanOrEqualTo(1000);
        assertThat(values.top().getFirst().count()).isGreaterThanOrEqualTo(1000);
    }

    @Test
    void percentilesAreWithinTheirBucket() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.percentile(50)).isEmpty();
        histogram.add(RequestView.NO_TIME);
        histogram.add(0);
        assertThat(histogram.percentile(99)).hasValue(1);
        for (int i = 0; i < 98; i++) {
            histogram.add(1000);
        }
        histogram.add(1_000_000);
        assertThat(histogram.count()).isEqualTo(100);
        assertThat(histogram.percentile(50)).hasValue(1023);
        assertThat(histogram.percentile(99)).hasValue(1023);
        assertThat(histogram.percentile(100)).hasValue((1 << 20) - 1);
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.percentile(100)).hasValue(Long.MAX_VALUE);
    }
}

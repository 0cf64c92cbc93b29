package dev.ringspect.protocol.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.resolve.ProtocolModel;
import dev.ringspect.protocol.resolve.ProtocolSet;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.traffic.CommandResolver;
import dev.ringspect.protocol.traffic.Correlator;
import dev.ringspect.protocol.traffic.DeviceNames;
import dev.ringspect.protocol.traffic.EventBuilder;
import dev.ringspect.protocol.traffic.Outcome;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Sqe;

class TrafficSummaryTest {
    private static final String PROTOCOL = """
            protocol lab;
            on device "/dev/lab*";
            struct lab_cmd { __u32 unit; __s32 level; __u16 tags[2]; };
            command READ = 0x10 { payload struct lab_cmd; cqe { res as bytes; } }
            command WRITE = 0x11 { payload struct lab_cmd; }
            """;

    private CommandResolver resolver = new CommandResolver(protocols(PROTOCOL));
    private final TrafficSummary summary = new TrafficSummary();
    private final Correlator correlator = new Correlator(r -> summary.add(r, resolver.resolve(r)), DeviceNames.NONE);
    private final EventBuilder events = new EventBuilder(correlator);

    private static ProtocolSet protocols(String text) {
        return ProtocolSet.of(List.of(ProtocolModel.of(SourceText.of("file:///lab.uring", text))));
    }

    private void read(int unit, int level, int res) {
        send(0x10, unit, level, 0, res);
    }

    private void send(int cmdOp, int unit, int level, int tags, int res) {
        events.submit(0x10, 1, s -> s.cmdOp(cmdOp).file(1).fill(sqe -> {
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD, unit);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 4, level);
            sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD + 8, tags);
        })).complete(0x10, 1, res);
    }

    private CommandStatistics command(String name) {
        return summary.commands().stream().filter(c -> c.decoder().command().name().equals(name)).findFirst()
                .orElseThrow();
    }

    private FieldStatistics field(String path) {
        return command("READ").fields().stream().filter(f -> f.field().path().equals(path)).findFirst()
                .orElseThrow();
    }

    private static ValueCounts.Value times(long value, long count) {
        return new ValueCounts.Value(value, count);
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
        assertThat(command.outcomes().values()).containsExactly(times(-5, 2), times(512, 2));
        assertThat(command.last().seq()).isEqualTo(4);
        assertThat(Outcome.text(command.last().outcome())).isEqualTo("-5 EIO");
        assertThat(command.latency().percentile(50)).hasValue(127);
        assertThat(field("unit").requests()).isEqualTo(4);
        assertThat(field("unit").min()).isEqualTo(7);
        assertThat(field("unit").max()).isEqualTo(0xFFFFFFFFL);
        assertThat(field("unit").values().values()).containsExactly(times(7, 2), times(8, 1), times(0xFFFFFFFFL, 1));
        assertThat(field("level").min()).isEqualTo(-1);
        assertThat(field("level").last()).containsExactly(3);
        assertThat(field("cqe.res").max()).isEqualTo(512);
        assertThat(field("cqe.res").requests()).isEqualTo(4);
    }

    private CommandStatistics session(int firstUnit, int lastUnit, long time, int res) {
        TrafficSummary counted = new TrafficSummary();
        EventBuilder traffic = new EventBuilder(
                new Correlator(r -> counted.add(r, resolver.resolve(r)), DeviceNames.NONE)).time(time);
        traffic.file(1, 0x21B6, 240, 0, "lab0");
        for (int i = firstUnit; i <= lastUnit; i++) {
            int unit = i;
            traffic.submit(0x10, 1, s -> s.cmdOp(0x10).file(1)
                    .fill(sqe -> sqe.set(ValueLayout.JAVA_INT_UNALIGNED, Sqe.CMD, unit))).complete(0x10, 1, res);
        }
        return counted.commands().getFirst();
    }

    private static FieldStatistics unit(CommandStatistics command) {
        return command.fields().stream().filter(f -> f.field().path().equals("unit")).findFirst().orElseThrow();
    }

    @Test
    void sessionsAddUpToWhatOneWouldHaveCounted() {
        CommandStatistics later = session(19, 29, 1_000_000, -5);
        CommandStatistics sum = new CommandStatistics(later.decoder());
        sum.addAll(later);
        sum.addAll(session(10, 19, 1_000, 512));

        assertThat(sum.requests()).isEqualTo(21);
        assertThat(sum.outcomes().values()).containsExactly(times(-5, 11), times(512, 10));
        assertThat(sum.latency().count()).isEqualTo(21);
        assertThat(Outcome.text(sum.last().outcome())).as("the later session's").isEqualTo("-5 EIO");
        assertThat(unit(sum).last()).containsExactly(29);
        assertThat(unit(sum).min()).isEqualTo(10);
        assertThat(unit(sum).max()).isEqualTo(29);
        assertThat(unit(sum).values().values()).hasSize(20).startsWith(times(19, 2), times(10, 1));
    }

    @Test
    void aNumberThatOneSessionDidNotTellApartHasNoCountInTheSum() {
        CommandStatistics many = session(100, 199, 1_000, 0);
        CommandStatistics sum = new CommandStatistics(many.decoder());
        sum.addAll(many);
        sum.addAll(session(163, 164, 2_000, 0));

        assertThat(unit(many).values().values()).hasSize(64).contains(times(163, 1));
        assertThat(unit(sum).values().values()).as("164 may have been among the others").hasSize(64)
                .startsWith(times(163, 2));
        assertThat(unit(sum).values().others()).isEqualTo(37);
        assertThat(unit(sum).requests()).isEqualTo(102);
    }

    @Test
    void anArrayIsSeenOnceARequestAsAllZeroOrNot() {
        events.file(1, 0x21B6, 240, 0, "lab0");
        send(0x10, 0, 0, 0, 0);
        send(0x10, 0, 0, 0x0005_0000, 0);
        send(0x10, 0, 0, 0, 0);

        assertThat(field("tags").isArray()).isTrue();
        assertThat(field("tags").requests()).isEqualTo(3);
        assertThat(field("tags").values().values()).containsExactly(times(FieldStatistics.ALL_ZERO, 2),
                times(FieldStatistics.NOT_ALL_ZERO, 1));
        send(0x10, 0, 0, 0x0005_0007, 0);
        assertThat(field("tags").last()).containsExactly(7, 5);
    }

    @Test
    void ofACountedArrayTheElementsThatAreThereCount() {
        resolver = new CommandResolver(protocols(PROTOCOL.replace("command READ",
                "refine struct lab_cmd { tags count(unit); } command READ")));
        events.file(1, 0x21B6, 240, 0, "lab0");
        send(0x10, 0, 0, 0x0005_0007, 0);
        send(0x10, 2, 0, 0x0005_0007, 0);
        send(0x10, 1, 0, 0x0005_0000, 0);

        assertThat(field("tags").requests()).as("one request had none").isEqualTo(2);
        assertThat(field("tags").values().values()).containsExactly(times(FieldStatistics.ALL_ZERO, 1),
                times(FieldStatistics.NOT_ALL_ZERO, 1));
        assertThat(field("tags").last()).containsExactly(0);
    }

    @Test
    void theFirstNumbersAreCountedExactlyHoweverManyFollow() {
        Random random = new Random(7);
        ValueCounts counts = new ValueCounts();
        Map<Long, Long> exact = new LinkedHashMap<>();
        long others = 0;
        for (int i = 0; i < 20_000; i++) {
            long value = random.nextBoolean() ? random.nextInt(100) : random.nextLong();
            counts.add(value);
            if (exact.containsKey(value) || exact.size() < ValueCounts.TOLD_APART) {
                exact.merge(value, 1L, Long::sum);
            } else {
                others++;
            }
        }

        assertThat(counts.values().stream().collect(Collectors.toMap(ValueCounts.Value::value,
                ValueCounts.Value::count))).isEqualTo(exact);
        assertThat(counts.others()).isEqualTo(others).isGreaterThan(9_000);
    }

    @Test
    void fieldsThatAnEditDidNotTouchKeepTheirCounts() {
        events.file(1, 0x21B6, 240, 0, "lab0");
        read(7, 1, 0);
        send(0x11, 9, 9, 0, 0);
        ProtocolSet newer = protocols(PROTOCOL.replace("__s32 level", "__u32 level").replace("WRITE", "PUT"));
        summary.use(newer);
        resolver = new CommandResolver(newer);
        read(7, 2, 0);

        assertThat(command("READ").requests()).isEqualTo(2);
        assertThat(field("unit").values().values()).containsExactly(times(7, 2));
        assertThat(field("level").values().values()).as("another field now").containsExactly(times(2, 1));
        assertThat(summary.commands()).as("WRITE is gone").hasSize(1);
        send(0x11, 9, 9, 0, 0);
        assertThat(command("PUT").requests()).isEqualTo(1);
    }

    @Test
    void aRequestWithoutAResultIsCountedByItsState() {
        events.file(1, 0x21B6, 240, 0, "lab0");
        events.submit(0x10, 1, s -> s.cmdOp(0x10).file(1));
        correlator.finish(0, 0);

        assertThat(command("READ").outcomes().values()).hasSize(1);
        assertThat(Outcome.text(command("READ").last().outcome())).isEqualTo("pending");
        assertThat(field("cqe.res").requests()).isZero();
    }

    @Test
    void countsAreExactForTheFirstNumbersAndBoundedForAll() {
        ValueCounts counts = new ValueCounts();
        for (int i = 0; i < 1000; i++) {
            counts.add(42);
            counts.add(1000 + i);
        }
        assertThat(counts.values()).hasSize(ValueCounts.TOLD_APART).startsWith(times(42, 1000), times(1000, 1));
        assertThat(counts.others()).isEqualTo(1000 - (ValueCounts.TOLD_APART - 1));
        counts.add(Long.MIN_VALUE);
        assertThat(counts.others()).isEqualTo(1001 - (ValueCounts.TOLD_APART - 1));
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

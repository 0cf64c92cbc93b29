package dev.ringspect.server.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.ringspect.protocol.model.CommandName;
import dev.ringspect.server.state.Cancel;
import dev.ringspect.server.state.Configuration;
import dev.ringspect.server.state.Configuration.Display;
import dev.ringspect.server.state.Snapshot;
import dev.ringspect.server.state.TrafficView;
import dev.ringspect.server.state.TrafficView.CommandTraffic;
import dev.ringspect.server.state.TrafficView.RequestLine;
import dev.ringspect.server.state.TrafficView.ValueCount;
import org.junit.jupiter.api.Test;

class CodeLensesTest {
    private static final Opened DEMO = Opened.with("""
            protocol demo;
            on socket;
            struct io { __u8 op; __u64 addr; __u8 end; };
            command IO = 0xd0 | 0xd1 { payload struct io; }
            command OTHER = 7 { match cmd_op & 0xff; }
            """);
    private static final CommandName IO = new CommandName("demo", "IO");

    @Test
    void aStructSaysItsSizeAndItsPadding() {
        assertThat(lenses(DEMO.at()))
                .contains("io: 24 bytes, aligned to 8, 7 bytes in a hole, 7 bytes of padding at the end");
    }

    @Test
    void withoutATraceEachCommandOffersToStartOne() {
        assertThat(lenses(DEMO.at())).contains("demo: start trace", "IO: start trace", "OTHER: start trace");
        assertThat(actions(DEMO.at())).contains(new Lens.Action.StartTrace(List.of(0xd0L, 0xd1L)),
                new Lens.Action.StartTrace(List.of()));
    }

    @Test
    void trafficIsCountedAboveItsCommand() {
        CommandTraffic seen = new CommandTraffic(1200,
                List.of(new ValueCount("0", 1000), new ValueCount("-22 EINVAL", 200)),
                new RequestLine(7, "fio[1]", "demo/IO", "0"));
        Snapshot tracing = DEMO.at().withTraffic(new TrafficView(
                List.of(new TrafficView.Trace(1, "all", 1200, 0, Optional.empty())), Map.of(), Map.of(IO, seen),
                List.of()));
        assertThat(lenses(tracing)).contains("IO: 1,200 requests, 200 failed", "IO: stop trace",
                "OTHER: no request yet");
        assertThat(actions(tracing)).contains(new Lens.Action.ShowLast(IO), new Lens.Action.StopTraces());
    }

    @Test
    void theConfigurationSwitchesThemOff() {
        Snapshot quiet = DEMO.at()
                .withConfiguration(Configuration.DEFAULT.with(new Display(true, true, true, false, false)));
        assertThat(lenses(quiet)).isEmpty();
    }

    private static List<String> lenses(Snapshot at) {
        return CodeLenses.in(at, DEMO.text(), new Cancel()).stream()
                .map(lens -> DEMO.text().slice(lens.span()) + ": " + lens.title()).toList();
    }

    private static List<Lens.Action> actions(Snapshot at) {
        return CodeLenses.in(at, DEMO.text(), new Cancel()).stream().flatMap(lens -> lens.action().stream()).toList();
    }
}

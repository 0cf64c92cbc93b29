package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.ringspect.tracer.helper.HelperLink;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.ring.Ring;
import dev.ringspect.tracer.ring.RingOptions;
import dev.ringspect.tracer.ring.SqeSlot;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.SystemCalls;

/** Traces of the running kernel, by the real helper. */
class LiveTraceTest {
    private static final Path HELPER = Path.of(System.getProperty("ringspect.root"),
            "tracer/target/native/ringspect-helper");
    private static final int SUBMIT = 3;
    private static final int REFUSED = 4;
    private static final int COMPLETE = 5;
    private static final int TAKEN = 40;
    private static final int LEFT = 44;

    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    @Test
    void noReaderCanWriteTheCountersOrTheEvents() throws Exception {
        LiveTrace.Outcome outcome = LiveTrace.start(HELPER, TraceOptions.of(
                new TraceTarget.Processes(List.of((int) ProcessHandle.current().pid()))));
        assertThat(outcome).isInstanceOf(LiveTrace.Outcome.Attached.class);
        try (LiveTrace trace = ((LiveTrace.Outcome.Attached) outcome).trace(); Arena arena = Arena.ofConfined()) {
            HelperLink helper = trace.source().helper();
            SystemCalls calls = SystemCalls.linux();
            int page = helper.hello().pageSize();
            int both = SystemCalls.PROT_READ | SystemCalls.PROT_WRITE;

            assertThat(calls.map(helper.counters().fd(), 0, page, SystemCalls.PROT_READ, arena))
                    .isInstanceOf(SysResult.Ok.class);
            // EPERM
            assertThat(calls.map(helper.counters().fd(), 0, page, both, arena)).asString().contains("errno=1,");
            assertThat(calls.map(helper.ringBuffer().fd(), page, page, both, arena)).asString().contains("errno=1,");
        }
    }

    @Test
    void ownNopsAreSeen() throws Exception {
        TraceTarget self = new TraceTarget.Processes(List.of((int) ProcessHandle.current().pid()));
        LiveTrace.Outcome outcome = LiveTrace.start(HELPER, TraceOptions.of(self));
        assertThat(outcome).isInstanceOf(LiveTrace.Outcome.Attached.class);
        int[] kinds = new int[16];
        try (LiveTrace trace = ((LiveTrace.Outcome.Attached) outcome).trace();
                Ring ring = Ring.open(RingOptions.of(32, 0)).orThrow()) {
            SqeSlot slot = new SqeSlot();
            for (int i = 0; i < 1000; i++) {
                ring.next(slot);
                slot.nop(i);
                assertThat(ring.submitAndWait(1)).isEqualTo(1);
                assertThat(ring.reap(cqe -> {})).isEqualTo(1);
            }
            long end = System.nanoTime() + 60_000_000_000L;
            while ((kinds[SUBMIT] < 1000 || kinds[COMPLETE] < 1000) && System.nanoTime() < end) {
                trace.source().poll((memory, offset, length) -> kinds[memory.get(ValueLayout.JAVA_BYTE, offset)]++,
                        100);
            }
            assertThat(trace.source().losses()).isEqualTo(Losses.NONE);
        }
        assertThat(kinds[SUBMIT]).isEqualTo(1000);
        assertThat(kinds[COMPLETE]).isEqualTo(1000);
    }

    @Test
    void aSubmissionTellsItsPlaceInTheQueueAndARefusalWhatIsLeftThere() throws Exception {
        TraceTarget self = new TraceTarget.Processes(List.of((int) ProcessHandle.current().pid()));
        LiveTrace.Outcome outcome = LiveTrace.start(HELPER, TraceOptions.of(self));
        assertThat(outcome).isInstanceOf(LiveTrace.Outcome.Attached.class);
        List<String> seen = new ArrayList<>();
        try (LiveTrace trace = ((LiveTrace.Outcome.Attached) outcome).trace();
                Ring ring = Ring.open(RingOptions.of(4, 0)).orThrow()) {
            SqeSlot slot = new SqeSlot();
            for (int i = 1; i <= 3; i++) {
                ring.next(slot);
                slot.nop(i);
                if (i == 2) {
                    slot.ioprio(1);
                }
            }
            assertThat(ring.submitAndWait(1)).as("the second is refused, the third is not looked at").isEqualTo(2);
            assertThat(ring.submitAndWait(1)).isEqualTo(1);
            long end = System.nanoTime() + 60_000_000_000L;
            while (seen.size() < 3 && System.nanoTime() < end) {
                trace.source().poll((memory, offset, length) -> {
                    byte kind = memory.get(ValueLayout.JAVA_BYTE, offset);
                    if (kind == SUBMIT || kind == REFUSED) {
                        seen.add(kind + " " + memory.get(ValueLayout.JAVA_INT, offset + TAKEN) + " "
                                + memory.get(ValueLayout.JAVA_INT, offset + LEFT));
                    }
                }, 100);
            }
        }
        assertThat(seen).containsExactly("3 1 0", "4 2 1", "3 3 0");
    }
}

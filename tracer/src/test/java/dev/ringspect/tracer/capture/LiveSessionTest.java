package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.tracer.Lab;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.RequestReader;
import dev.ringspect.tracer.session.SessionEnd;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.SessionRun;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;

/** Sessions on the running kernel. */
class LiveSessionTest {
    @BeforeAll
    static void needs() {
        Needs.tracing();
    }

    static LiveTrace attach(TraceOptions options) {
        return switch (LiveTrace.start(Lab.helper(), options)) {
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> trace;
            case LiveTrace.Outcome.Refused(var refusal) -> throw new AssertionError(refusal.text());
        };
    }

    @Test
    void aFloodComesOutComplete() throws Exception {
        // As many as fit the buffer: then it does not matter how soon the scheduler lets us read.
        int commands = 200_000;
        TraceTarget target = new TraceTarget.Command(
                List.of(Lab.program("flood").toString(), "--count", Integer.toString(commands)), true);
        long[] seen = new long[3];
        try (SessionRun run = new SessionRun(attach(TraceOptions.of(target).withOpcodes(List.of(46))),
                SessionOptions.keepingAll(SysfsDeviceNames.ofThisMachine()));
                RequestReader reader = run.session().reader()) {
            run.start();
            run.release();
            while (!reader.finished()) {
                reader.read(request -> {
                    seen[0]++;
                    seen[1] += request.state() == RequestState.COMPLETED && request.res() == 0 ? 1 : 0;
                    seen[2] += "/dev/null".equals(request.device()) ? 1 : 0;
                }, 1000, 100);
            }
            SessionRun.Ended ended = run.end();
            assertThat(ended.end().cause()).isEqualTo(SessionEnd.Cause.STOPPED);
            assertThat(ended.statistics().losses()).isEqualTo(Losses.NONE);
            assertThat(ended.exitStatus()).hasValue(0);
        }
        assertThat(seen).containsExactly(commands, commands, commands);
    }
}

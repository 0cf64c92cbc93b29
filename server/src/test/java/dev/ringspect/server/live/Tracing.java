package dev.ringspect.server.live;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringspect.tracer.capture.LiveTrace;
import dev.ringspect.tracer.session.TraceOptions;
import dev.ringspect.tracer.session.TraceTarget;

/** Whether this machine lets us trace. */
public final class Tracing {
    private Tracing() {}

    /** Skips the test, and says why, where the kernel can't be traced. */
    public static void assumePossible() throws Exception {
        switch (LiveTrace.start(TraceOptions.of(new TraceTarget.Everything()))) {
            case LiveTrace.Outcome.Attached(LiveTrace trace) -> trace.close();
            case LiveTrace.Outcome.Refused(var refusal) -> {
                System.out.println("skipped, tracing is not possible here: " + refusal.text());
                assumeTrue(false, refusal.text());
            }
        }
    }
}

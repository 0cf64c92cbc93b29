package dev.ringspect.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.CorrelatorStatistics;
import dev.ringspect.server.cli.Invocation;
import dev.ringspect.server.cli.terminal.Exit;

class NoRequestsTest {
    private static CorrelatorStatistics seen(long requests, long rings) {
        return new CorrelatorStatistics(0, 0, 0, requests, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, rings);
    }

    @Test
    void theReasonIsTheNearestThatIsKnown() {
        assertThat(NoRequests.why(seen(0, 0), false, true, 0)).startsWith("no ring was made while the trace ran")
                .contains("io_uring_setup was refused").doesNotContain("io_uring_disabled");
        assertThat(NoRequests.why(seen(0, 0), false, true, 2)).contains("kernel.io_uring_disabled is 2");
        assertThat(NoRequests.why(seen(0, 0), false, false, 0)).contains("in flight when the trace attached");
        assertThat(NoRequests.why(seen(0, 1), false, true, 0)).isEqualTo(
                "a ring was made, and no request was submitted to it while the trace ran");
        assertThat(NoRequests.why(seen(7, 1), true, true, 0))
                .isEqualTo("7 requests were seen, and none passed the filter");
    }

    @Test
    void aProgramWhoseSetupIsRefusedIsExplained() {
        TraceAssumptions.assumeTracing();
        Invocation traced = Invocation.of("trace", "--json", "--", "/bin/true");
        assertThat(traced.exit()).as(traced.err()).isEqualTo(Exit.DONE);
        assertThat(traced.err()).contains("no ring was made while the trace ran");
        assertThat(traced.out()).contains("\"ringsMade\":0,");
    }
}

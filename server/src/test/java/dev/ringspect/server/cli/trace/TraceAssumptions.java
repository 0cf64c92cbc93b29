package dev.ringspect.server.cli.trace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringspect.server.cli.doctor.Access;
import dev.ringspect.server.cli.doctor.Access.Way;
import dev.ringspect.server.cli.terminal.Installation;

/** What a live trace needs. */
final class TraceAssumptions {
    private TraceAssumptions() {}

    /** Skips the test, and says so, where this user or kernel can't trace. */
    static void assumeTracing() {
        Access access = Access.of(Installation.builtHelper());
        boolean able = access.way() != Way.NONE && access.report().map(report -> report.ready()).orElse(false);
        if (!able) {
            System.out.println("skipped: this user or kernel can't trace; see ringspect doctor");
        }
        assumeTrue(able, "this user or kernel can't trace");
    }
}

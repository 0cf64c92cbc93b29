package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import dev.ringspect.protocol.uapi.KernelRelease;

/** What decides that a test is skipped. */
class NeedsTest {
    @Test
    void aNopIsAskedOfTheKernel() {
        KernelRelease running = KernelRelease.parse(System.getProperty("os.version")).orElseThrow();
        assertThat(Needs.nopTakes(0)).as("a ring with big CQEs, Linux 5.19").isTrue();
        assertThat(Needs.nopTakes(1 << 30)).as("flags that no kernel has").isFalse();
        if (running.atLeast(new KernelRelease(6, 18))) {
            assertThat(Needs.nopTakes(1 << 5)).as("IORING_NOP_CQE32").isTrue();
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> Needs.need(false, "what no machine has")).isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("this machine lacks: what no machine has");
    }
}

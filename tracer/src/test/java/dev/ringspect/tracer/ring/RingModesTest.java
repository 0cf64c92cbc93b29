package dev.ringspect.tracer.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;
import dev.ringspect.tracer.Lab;
import dev.ringspect.tracer.live.Needs;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.Errno;

/** The ways of submitting and reaping that need more than a plain ring, on the live kernel. */
class RingModesTest {
    private static final long SECOND = 1_000_000_000L;
    /** {@code IORING_NOP_CQE32}: the NOP's off and addr come back as the big words (Linux 6.18). */
    private static final int NOP_CQE32 = 1 << 5;

    private final SqeSlot slot = new SqeSlot();

    private static Ring open(RingOptions options) {
        return Ring.open(options).orThrow();
    }

    private SqeSlot next(Ring ring) {
        assertThat(ring.next(slot)).isTrue();
        return slot;
    }

    /** Waits for {@code count} completions, for at most a minute each: a kernel's thread may have to wait for its turn. */
    private static List<String> reap(Ring ring, int count) {
        List<String> seen = new ArrayList<>();
        while (seen.size() < count) {
            assertThat(ring.await(1, 60 * SECOND)).isNotNegative();
            assertThat(ring.reap(cqe -> seen.add(cqe.userData() + ":" + cqe.res()
                    + (cqe.isCqe32() ? ":" + cqe.bigCqe0() + "," + cqe.bigCqe1() : "")))).isNotNegative();
        }
        return seen;
    }

    @Test
    void aMixedRingHasBothSizesAndFillersInBetween() {
        SetupRefusalTest.assumeKernel(6, 18, "CQE_MIXED");
        List<String> expected = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        try (Ring ring = open(RingOptions.of(8, SetupFlags.CQE_MIXED).withCqEntries(8))) {
            // A small one in front of threes of slots: big ones meet the end of the queue, where a filler goes.
            for (int round = 0; round < 20; round++) {
                next(ring).nop(3L * round);
                next(ring).nop(3L * round + 1).opFlags(NOP_CQE32).off(round).addr(100 + round);
                next(ring).nop(3L * round + 2).opFlags(NOP_CQE32).off(round).addr(200 + round);
                assertThat(ring.submit()).isEqualTo(3);
                seen.addAll(reap(ring, 3));
                expected.addAll(List.of(3 * round + ":0", 3 * round + 1 + ":0:" + round + "," + (100 + round),
                        3 * round + 2 + ":0:" + round + "," + (200 + round)));
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void bigCompletionsCarryBothWords() {
        Needs.bigNop();
        try (Ring ring = open(RingOptions.of(4, SetupFlags.CQE32))) {
            next(ring).nop(1).opFlags(NOP_CQE32).off(7).addr(-1);
            assertThat(ring.submit()).isEqualTo(1);
            assertThat(reap(ring, 1)).containsExactly("1:0:7,-1");
        }
    }

    @Test
    void anOverflowingQueueGivesAllBack() {
        try (Ring ring = open(RingOptions.of(4, 0).withCqEntries(4))) {
            for (int i = 0; i < 12; i++) {
                next(ring).nop(i);
                assertThat(ring.submit()).isEqualTo(1);
            }
            assertThat(ring.available()).isEqualTo(4);
            assertThat(reap(ring, 12)).hasSize(12).first().isEqualTo("0:0");
            assertThat(ring.dropped()).isZero();
        }
    }

    @Test
    void aPollThreadTakesSubmissionsAndIsWoken() throws InterruptedException {
        try (Ring ring = open(RingOptions.of(4, SetupFlags.SQPOLL).withSqThreadIdle(1))) {
            for (int i = 0; i < 50; i++) {
                while (!ring.next(slot)) {
                    assertThat(ring.awaitSlot()).isNotNegative();
                }
                slot.nop(i);
                assertThat(ring.submit()).isNotNegative();
                assertThat(reap(ring, 1)).containsExactly(i + ":0");
                if (i % 10 == 0) {
                    assertThat(Lab.comesTrue(ring::pollThreadSleeps)).isTrue();
                }
            }
        }
    }

    @Test
    void aDisabledRingIsEnabledFirst() {
        try (Ring ring = open(RingOptions.of(4, SetupFlags.R_DISABLED))) {
            next(ring).nop(1);
            long refused = ring.submit();
            assertThat(refused).isEqualTo(-Errno.EBADFD);
            assertThat(ring.explain(refused).text()).contains("enable it before submitting");
            assertThat(ring.enable()).isZero();
            assertThat(ring.submit()).isEqualTo(1);
            assertThat(reap(ring, 1)).containsExactly("1:0");
        }
    }

    @Test
    void anotherThreadMayNotSubmitToASingleIssuersRing() {
        try (Ring ring = open(RingOptions.of(4, SetupFlags.SINGLE_ISSUER))) {
            next(ring).nop(1);
            long refused = CompletableFuture.supplyAsync(ring::submit).join();
            assertThat(refused).isEqualTo(-Errno.EEXIST);
            assertThat(ring.explain(refused).text()).contains("submit from that thread");
        }
    }

    @Test
    void waitingEndsInTime() {
        try (Ring ring = open(RingOptions.of(4, 0))) {
            long late = ring.await(1, 1_000_000);
            assertThat(late).isEqualTo(-Errno.ETIME);
            assertThat(ring.explain(late).text())
                    .isEqualTo("io_uring_enter: ETIME (Timer expired); nothing completed in time");
        }
    }

    @Test
    void registeredFilesAndBuffers() {
        try (Arena arena = Arena.ofShared();
                Descriptor zero = Descriptor.open("/dev/zero", Descriptor.READ_ONLY).orThrow();
                Ring ring = open(RingOptions.of(4, 0))) {
            MemorySegment buffer = arena.allocate(4096, 4096);
            buffer.fill((byte) 0x55);
            assertThat(ring.registerFiles(zero.fd())).isZero();
            assertThat(ring.registerBuffers(buffer)).isZero();
            next(ring).opcode(Opcode.READ_FIXED.number()).flags(SqeFlags.FIXED_FILE).fd(0).addr(buffer.address())
                    .len(16)
                    .bufIndex(0).userData(9);
            assertThat(ring.submit()).isEqualTo(1);
            assertThat(reap(ring, 1)).containsExactly("9:16");
            assertThat(buffer.get(ValueLayout.JAVA_BYTE, 15)).isZero();
            assertThat(buffer.get(ValueLayout.JAVA_BYTE, 16)).isEqualTo((byte) 0x55);
            assertThat(ring.unregisterBuffers()).isZero();
            assertThat(ring.unregisterFiles()).isZero();
        }
    }

    @Test
    void aFailureAtPrepStopsTheBatchUnlessAllIsAskedFor() {
        for (int flags : new int[]{0, SetupFlags.SUBMIT_ALL}) {
            try (Ring ring = open(RingOptions.of(4, flags))) {
                next(ring).nop(1);
                next(ring).opcode(200).userData(2);
                next(ring).nop(3);
                assertThat(ring.submit()).isEqualTo(flags == 0 ? 2 : 3);
                assertThat(ring.submit()).isEqualTo(flags == 0 ? 1 : 0);
                assertThat(reap(ring, 3)).containsExactlyInAnyOrder("1:0", "2:-22", "3:0");
            }
        }
    }

    @Test
    void aSlotIsClearedAndBounded() {
        try (Ring ring = open(RingOptions.of(1, 0))) {
            next(ring).nop(1).command64(8, -1L);
            assertThat(ring.submit()).isEqualTo(1);
            next(ring);
            assertThatThrownBy(() -> slot.command32(13, 1)).isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage("4 bytes at 13 of a command area of 16");
        }
    }

    @Test
    void closingTwiceDoesNothing() {
        Ring ring = open(RingOptions.of(1, 0));
        ring.close();
        ring.close();
    }
}

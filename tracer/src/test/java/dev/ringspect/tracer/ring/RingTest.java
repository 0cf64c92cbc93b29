package dev.ringspect.tracer.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.PollSet;
import dev.ringspect.tracer.sys.TcpPair;

/** Rings on the live kernel. */
class RingTest {
    private static final long SECOND = 1_000_000_000L;

    private record Completed(long userData, int res, int flags, boolean isCqe32, long bigCqe0, long bigCqe1) {}

    private static List<Completed> reap(Ring ring, int count) {
        assertThat(ring.await(count, 60 * SECOND)).as("waiting for %d completions", count).isNotNegative();
        List<Completed> all = new ArrayList<>();
        ring.reap(cqe -> all
                .add(new Completed(cqe.userData(), cqe.res(), cqe.flags(), cqe.isCqe32(), cqe.bigCqe0(),
                        cqe.bigCqe1())));
        return all;
    }

    private static Ring open(int entries, int flags) {
        return Ring.open(RingOptions.of(entries, flags)).orThrow();
    }

    @Test
    void aMillionNopsInBatches() {
        int batch = 64;
        int total = 1_000_000;
        long[] sum = new long[2];
        CqeSink sink = cqe -> {
            sum[0] += cqe.userData();
            sum[1] += cqe.res() == 0 ? 1 : 0;
        };
        try (Ring ring = open(batch, SetupFlags.SINGLE_ISSUER | SetupFlags.DEFER_TASKRUN | SetupFlags.NO_SQARRAY)) {
            SqeSlot slot = new SqeSlot();
            for (int done = 0; done < total; done += batch) {
                for (int i = 0; i < batch; i++) {
                    assertThat(ring.next(slot)).isTrue();
                    slot.nop(done + i);
                }
                assertThat(ring.next(slot)).as("the queue is full").isFalse();
                assertThat(ring.submitAndWait(batch)).isEqualTo(batch);
                assertThat(ring.reap(sink)).isEqualTo(batch);
            }
        }
        assertThat(sum).containsExactly((long) total * (total - 1) / 2, total);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1024, 0", "0, 2048", "1024, 2048", "0, 262144", "1024, 262144"})
    void devNullTakesEveryKindOfRing(int sqeFlag, int cqeFlag) {
        try (Descriptor device = Descriptor.open("/dev/null", Descriptor.READ_WRITE).orThrow();
                Ring ring = open(8, sqeFlag | cqeFlag)) {
            SqeSlot slot = new SqeSlot();
            assertThat(ring.next(slot)).isTrue();
            slot.uringCmd(device.fd(), 0xC0DE, 77).command32(0, 0x1234);
            assertThat(slot.commandSize()).isEqualTo(sqeFlag == 0 ? 16 : 80);
            assertThat(ring.submit()).isEqualTo(1);
            boolean isCqe32 = cqeFlag == SetupFlags.CQE32;
            assertThat(reap(ring, 1)).containsExactly(new Completed(77, 0, 0, isCqe32, 0, 0));
        }
    }

    @Test
    void closingLetsGoOfTheRingAndALateWriterWritesIntoNothing() throws IOException {
        SqeSlot slot = new SqeSlot();
        Ring ring = open(8, 0);
        ring.next(slot);
        assertThat(ringMappings()).isEqualTo(2);
        ring.close();
        ring.close();
        assertThat(ringMappings()).isZero();
        slot.nop(7);
        ring.next(slot);
        slot.nop(8);
        assertThat(ring.submit()).isEqualTo(-Errno.EBADF);
        assertThat(ring.reap(cqe -> {})).isZero();
    }

    private static long ringMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.endsWith("anon_inode:[io_uring]")).count();
        }
    }

    @Test
    void aRegisteredDescriptorServesItsThreadAndOthersGoOnWithout() throws InterruptedException {
        try (Ring ring = open(8, 0)) {
            assertThat(ring.registerDescriptor()).as("registered").isZero();
            assertThat(ring.registerDescriptor()).as("once more, the same").isZero();
            nop(ring, 1);
            List<Object> elsewhere = new ArrayList<>();
            Thread other = Thread.ofPlatform().start(() -> {
                elsewhere.add(ring.registerDescriptor());
                nop(ring, 2);
                elsewhere.add("submitted");
            });
            other.join();
            assertThat(elsewhere).containsExactly((long) -Errno.EBUSY, "submitted");
            Thread virtual = Thread.ofVirtual().start(() -> elsewhere.add(ring.registerDescriptor()));
            virtual.join();
            assertThat(elsewhere).endsWith((long) -Errno.EOPNOTSUPP);
        }
    }

    @Test
    void closingGivesTheThreadsNumberBack() {
        // a thread has 16 of them
        for (int i = 0; i < 40; i++) {
            try (Ring ring = open(8, 0)) {
                assertThat(ring.registerDescriptor()).as("ring %d", i).isZero();
                nop(ring, i);
            }
        }
    }

    private static void nop(Ring ring, long userData) {
        SqeSlot slot = new SqeSlot();
        assertThat(ring.next(slot)).isTrue();
        slot.nop(userData);
        assertThat(ring.submitAndWait(1)).isEqualTo(1);
        assertThat(reap(ring, 1)).extracting(Completed::userData).containsExactly(userData);
    }

    @Test
    void aRegularFileTakesNoCommand() {
        try (Descriptor file = Descriptor.open("/etc/passwd", Descriptor.READ_ONLY).orThrow(); Ring ring = open(8, 0)) {
            SqeSlot slot = new SqeSlot();
            ring.next(slot);
            slot.uringCmd(file.fd(), 1, 5);
            assertThat(ring.submit()).isEqualTo(1);
            assertThat(reap(ring, 1)).containsExactly(new Completed(5, -Errno.EOPNOTSUPP, 0, false, 0, 0));
        }
    }

    @Test
    void socketCommandsAnswer() {
        try (Arena arena = Arena.ofConfined();
                TcpPair pair = TcpPair.open().orThrow();
                Ring ring = open(8, 0)) {
            assertThat(pair.send("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII))).isEqualTo(5);
            // What goes over loopback arrives by itself, not before send returns.
            assertThat(new PollSet(arena, pair.server().fd()).await(60_000)).isEqualTo(1);
            SqeSlot slot = new SqeSlot();
            ring.next(slot);
            slot.uringCmd(pair.server().fd(), 0, 1);
            ring.next(slot);
            slot.uringCmd(pair.server().fd(), 99, 2);
            assertThat(ring.submit()).isEqualTo(2);
            assertThat(reap(ring, 2)).extracting(Completed::userData, Completed::res).containsExactly(
                    org.assertj.core.api.Assertions.tuple(1L, 5),
                    org.assertj.core.api.Assertions.tuple(2L, -Errno.EOPNOTSUPP));
        }
    }
}

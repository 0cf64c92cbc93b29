package dev.ringspect.tracer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import dev.ringspect.protocol.traffic.EventSink;

/** The consumer's side of the ring buffer, against memory that the test fills as the kernel does. */
class BpfRingTest {
    private static final int SIZE = 4096;
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment consumer = arena.allocate(8, 8);
    private final MemorySegment producer = arena.allocate(8, 8);
    private final MemorySegment data = arena.allocate(2 * SIZE, 8);
    private final BpfRing ring = new BpfRing(consumer, producer, data);
    private final List<String> seen = new ArrayList<>();
    private final EventSink sink = (memory, offset, length) -> seen
            .add(length + ":" + memory.get(ValueLayout.JAVA_LONG, offset));
    private long at;

    /** Writes a record as the kernel does, in both mappings; returns where its header is. */
    private long put(int length, long content, int bits) {
        long header = at % SIZE;
        both(header, bits | length);
        both(header + 4, 0);
        both(header + 8, (int) content);
        both(header + 12, 0);
        at += (8 + length + 7) / 8 * 8L;
        producer.set(ValueLayout.JAVA_LONG, 0, at);
        return header;
    }

    private void both(long offset, int value) {
        data.set(ValueLayout.JAVA_INT, offset % SIZE, value);
        data.set(ValueLayout.JAVA_INT, offset % SIZE + SIZE, value);
    }

    private long consumed() {
        return consumer.get(ValueLayout.JAVA_LONG, 0);
    }

    @Test
    void recordsComeInOrderAndGiveTheirRoomBack() {
        put(16, 1, 0);
        put(20, 2, 0);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(2);
        assertThat(seen).containsExactly("16:1", "20:2");
        assertThat(consumed()).isEqualTo(24 + 32);
        assertThat(ring.drain(sink, SIZE)).isZero();
    }

    @Test
    void aBusyRecordHoldsBackWhatIsBehindIt() {
        put(16, 1, 0);
        long busy = put(16, 2, BUSY);
        put(16, 3, 0);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(1);
        assertThat(consumed()).isEqualTo(24);
        both(busy, 16);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(2);
        assertThat(seen).containsExactly("16:1", "16:2", "16:3");
    }

    @Test
    void aDiscardedRecordIsPassedOver() {
        put(16, 1, DISCARD);
        put(16, 2, 0);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(1);
        assertThat(seen).containsExactly("16:2");
        assertThat(consumed()).isEqualTo(48);
    }

    @Test
    void recordsWrapManyTimes() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            int length = 8 + i % 100;
            put(length, i, 0);
            expected.add(length + ":" + i);
            assertThat(ring.drain(sink, SIZE)).isEqualTo(1);
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(at).isGreaterThan(10L * SIZE);
    }

    @Test
    void aBurstGoesThroughTheBacklogInOrder() {
        EventQueue queue = new EventQueue(ring, arena);
        List<String> expected = new ArrayList<>();
        EventSink slow = (memory, offset, length) -> {
            sink.event(memory, offset, length);
            if (expected.size() < 600) {
                // While one record is understood, the next ones come.
                for (int more = 0; more < 2; more++) {
                    expected.add("100:" + expected.size());
                    put(100, expected.size() - 1L, 0);
                    assertThat(at - consumed()).as("bytes in the ring").isLessThanOrEqualTo(SIZE);
                }
            }
        };
        for (int i = 0; i < 36; i++) {
            expected.add("100:" + i);
            put(100, i, 0);
        }
        assertThat(ring.crowded()).isTrue();
        for (int some = queue.drain(slow); some > 0; some = queue.drain(slow)) {
            assertThat(some).isPositive();
        }
        assertThat(seen).isEqualTo(expected).hasSize(600);
        assertThat(consumed()).isEqualTo(at);
    }

    @Test
    void aSealedRingEndsWhereItWasSealed() {
        put(16, 1, 0);
        long busy = put(16, 2, BUSY);
        ring.seal();
        put(16, 3, 0);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(1);
        assertThat(ring.waitsForRecord()).isTrue();
        both(busy, 16);
        assertThat(ring.drain(sink, SIZE)).isEqualTo(1);
        assertThat(ring.waitsForRecord()).isFalse();
        assertThat(ring.drain(sink, SIZE)).isZero();
        assertThat(seen).containsExactly("16:1", "16:2");
    }

    @Test
    void aBacklogIsLimited() {
        Backlog backlog = new Backlog(arena, 4 << 20);
        assertThat(backlog.room()).isEqualTo(4 << 20);
        MemorySegment record = arena.allocate(4 << 20, 8);
        record.set(ValueLayout.JAVA_INT, 0, (4 << 20) - 8);
        backlog.append(record, 0, 4 << 20);
        assertThat(backlog.room()).isZero();
        put(16, 1, 0);
        ring.moveTo(backlog);
        assertThat(consumed()).as("stays in the kernel's buffer").isZero();
        assertThat(backlog.drain((memory, offset, length) -> seen.add("big"), 1)).isEqualTo(1);
        assertThat(backlog.isEmpty()).isTrue();
        assertThat(backlog.room()).as("used again").isEqualTo(4 << 20);
    }
}

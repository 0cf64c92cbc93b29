package dev.ringspect.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.Kind;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.traffic.EventSink;

/**
 * A BPF ring buffer as the kernel leaves it: full of commands to {@code /dev/null}, SQE128 and CQE32, with pdu, in
 * batches of 32 submissions and then their completions. It can be made new again without writing its records.
 */
final class EventImage {
    static final int BYTES = 16 << 20;
    static final int CMD_OP = 0x52530001;

    private static final int HEADER = 8;
    private static final int DISCARD = 1 << 30;
    private static final int PAGE = 4096;
    private static final int BATCH = 32;
    private static final int PAIR = 2 * HEADER + SubmitRecord.SIZE + CompleteRecord.SIZE;
    /** Requests in the buffer: as many as fit; a discarded record fills the rest. */
    static final int REQUESTS = BYTES / PAIR;
    static final int EVENTS = 2 * REQUESTS;

    private static final long RING = 0xffff888000100000L;
    private static final long FIRST_REQ = 0xffff888001000000L;
    private static final long REQ_SIZE = 256;
    private static final int FILE = 1;

    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final MemorySegment data;
    private long time = 1_000_000_000_000L;
    private long produced;

    EventImage(Arena arena) {
        consumer = arena.allocate(PAGE, PAGE);
        producer = arena.allocate(PAGE, PAGE);
        data = arena.allocate(2L * BYTES, PAGE);
        long at = 0;
        for (int first = 0; first < REQUESTS; first += BATCH) {
            int count = Math.min(BATCH, REQUESTS - first);
            for (int i = 0; i < count; i++) {
                at = submit(at, first + i, i);
            }
            for (int i = 0; i < count; i++) {
                at = complete(at, first + i, i);
            }
        }
        if (at < BYTES) {
            data.set(ValueLayout.JAVA_INT, at, (int) (BYTES - at - HEADER) | DISCARD);
        }
    }

    MemorySegment consumer() {
        return consumer;
    }

    MemorySegment producer() {
        return producer;
    }

    MemorySegment data() {
        return data;
    }

    /** Says that the whole buffer was written once more. */
    void refill() {
        produced += BYTES;
        producer.set(ValueLayout.JAVA_LONG, 0, produced);
    }

    /** Tells {@code sink} of the ring and the file that the records name. */
    void introduce(EventSink sink) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ring = arena.allocate(RingRecord.SIZE, 8);
            head(ring, 0, Kind.RING, Head.RING_CREATED, 0);
            ring.set(ValueLayout.JAVA_INT, RingRecord.PID, 1234);
            ring.set(ValueLayout.JAVA_INT, RingRecord.TID, 1234);
            ring.set(ValueLayout.JAVA_INT, RingRecord.FD, 4);
            ring.set(ValueLayout.JAVA_INT, RingRecord.SQ_ENTRIES, 64);
            ring.set(ValueLayout.JAVA_INT, RingRecord.CQ_ENTRIES, 128);
            ring.set(ValueLayout.JAVA_INT, RingRecord.SETUP_FLAGS, 3 << 10);
            sink.event(ring, 0, RingRecord.SIZE);
            MemorySegment file = arena.allocate(FileRecord.SIZE, 8);
            head(file, 0, Kind.FILE, 0, 0);
            file.set(ValueLayout.JAVA_INT, FileRecord.ID, FILE);
            file.set(ValueLayout.JAVA_INT, FileRecord.MODE, 0x21b6);
            file.set(ValueLayout.JAVA_INT, FileRecord.MAJOR, 1);
            file.set(ValueLayout.JAVA_INT, FileRecord.MINOR, 3);
            file.set(ValueLayout.JAVA_INT, FileRecord.FD, 3);
            file.set(ValueLayout.JAVA_INT, FileRecord.PID, 1234);
            file.setString(FileRecord.NAME, "null");
            sink.event(file, 0, FileRecord.SIZE);
        }
    }

    private long submit(long at, int index, int place) {
        data.set(ValueLayout.JAVA_INT, at, SubmitRecord.SIZE);
        long record = at + HEADER;
        head(data, record, Kind.SUBMIT, 0, place);
        data.set(ValueLayout.JAVA_INT, record + SubmitRecord.PID, 1234);
        data.set(ValueLayout.JAVA_INT, record + SubmitRecord.TID, 1234);
        data.set(ValueLayout.JAVA_INT, record + SubmitRecord.SETUP_FLAGS, 3 << 10);
        data.set(ValueLayout.JAVA_INT, record + SubmitRecord.FILE, FILE);
        data.setString(record + SubmitRecord.COMM, "submit");
        long sqe = record + SubmitRecord.SQE;
        data.set(ValueLayout.JAVA_BYTE, sqe, (byte) 46);
        data.set(ValueLayout.JAVA_INT, sqe + 4, 3);
        data.set(ValueLayout.JAVA_INT, sqe + 8, CMD_OP);
        data.set(ValueLayout.JAVA_LONG, sqe + 32, index);
        long word = index * 0x9e3779b97f4a7c15L;
        // the last 8 bytes stay 0: the protocol reserves them
        for (int offset = 48; offset < 120; offset += 8) {
            data.set(ValueLayout.JAVA_LONG, sqe + offset, word);
            word += 0xc2b2ae3d27d4eb4fL;
        }
        return record + SubmitRecord.SIZE;
    }

    private long complete(long at, int index, int place) {
        data.set(ValueLayout.JAVA_INT, at, CompleteRecord.SIZE);
        long record = at + HEADER;
        head(data, record, Kind.COMPLETE, Head.COMPLETE_PDU | Head.COMPLETE_CQE32, place);
        data.set(ValueLayout.JAVA_LONG, record + CompleteRecord.USER_DATA, index);
        data.set(ValueLayout.JAVA_INT, record + CompleteRecord.FILE, FILE);
        data.set(ValueLayout.JAVA_INT, record + CompleteRecord.CMD_OP, CMD_OP);
        return record + CompleteRecord.SIZE;
    }

    private void head(MemorySegment to, long at, int kind, int flags, int place) {
        boolean request = kind == Kind.SUBMIT || kind == Kind.COMPLETE;
        to.set(ValueLayout.JAVA_BYTE, at + Head.KIND, (byte) kind);
        to.set(ValueLayout.JAVA_BYTE, at + Head.FLAGS, (byte) flags);
        to.set(ValueLayout.JAVA_BYTE, at + Head.OPCODE, (byte) (request ? 46 : 0));
        to.set(ValueLayout.JAVA_LONG, at + Head.TIME, time += 100);
        to.set(ValueLayout.JAVA_LONG, at + Head.RING, RING);
        to.set(ValueLayout.JAVA_LONG, at + Head.REQ, request ? FIRST_REQ + place * REQ_SIZE : 0);
    }
}

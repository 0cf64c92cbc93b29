package dev.ringspect.tracer.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Optional;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.Kind;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.traffic.EventSink;
import dev.ringspect.protocol.traffic.SysfsDeviceNames;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.Sqe;
import dev.ringspect.tracer.session.Keep;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.RequestReader;
import dev.ringspect.tracer.session.Session;
import dev.ringspect.tracer.session.SessionOptions;
import dev.ringspect.tracer.session.Source;
import dev.ringspect.tracer.session.SourceInfo;

/**
 * Invented events, run through the code that will read the real ones while the helper starts. A JVM that meets the first
 * event cold needs some hundred times as long for it as later, and a traced program may make a hundred thousand requests
 * in that time.
 */
final class WarmUp implements Source {
    private static final long LONGEST_NANOS = 600_000_000L;
    private static final int ROUNDS = 40;
    private static final int RING_BYTES = 1 << 18;
    private static final int SUBMIT_SIZE = SubmitRecord.SIZE_64;
    private static final int COMPLETE_SIZE = CompleteRecord.SIZE;
    private static final int MEMORY_BYTES = 8 << 20;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment data = arena.allocate(2L * RING_BYTES, 8);
    private final long end;
    private int rounds;

    private WarmUp(long end) {
        this.end = end;
    }

    /** Begins on a thread of its own; the caller may wait for its end. */
    static Thread start() {
        return Thread.ofPlatform().daemon().name("ringspect-warm-up").start(WarmUp::run);
    }

    private static void run() {
        SessionOptions options = new SessionOptions("ringspect-warm-up-session", SysfsDeviceNames.ofThisMachine(),
                request -> {}, new Keep.Recent(MEMORY_BYTES));
        try (Session session = new Session(new WarmUp(System.nanoTime() + LONGEST_NANOS), options);
                RequestReader reader = session.reader()) {
            session.start();
            while (!reader.finished()) {
                reader.read(request -> {}, 1000, 100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public SourceInfo info() {
        return new SourceInfo("", "", ByteOrder.nativeOrder(), 0, false);
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        if (ended().isPresent()) {
            return 0;
        }
        try (Arena round = Arena.ofShared()) {
            MemorySegment producer = round.allocate(8, 8);
            // The first rounds are short of what makes the queue use its backlog.
            int room = rounds % 2 == 0 ? RING_BYTES / 8 : RING_BYTES - RING_BYTES / 8;
            producer.set(U64, 0, fill(room));
            EventQueue queue = new EventQueue(new BpfRing(round.allocate(8, 8), producer, data), round);
            rounds++;
            int records = 0;
            for (int some = queue.drain(sink); some > 0; some = queue.drain(sink)) {
                records += some;
            }
            return records;
        }
    }

    private long fill(int room) {
        long at = 0;
        for (long request = 1; at + 512 < room; request++) {
            if (request == 1) {
                at += record(at, Kind.FILE, FileRecord.SIZE, 0);
                long file = at - FileRecord.SIZE;
                data.set(U32, file + FileRecord.ID, 1);
                data.set(U32, file + FileRecord.MODE, 0x21B6);
                data.set(U32, file + FileRecord.MAJOR, 1);
                data.set(U32, file + FileRecord.MINOR, 3);
            }
            at += record(at, Kind.SUBMIT, SUBMIT_SIZE, request);
            long submit = at - SUBMIT_SIZE;
            data.set(U32, submit + SubmitRecord.FILE, 1);
            data.set(U8, submit + SubmitRecord.SQE, (byte) Opcode.URING_CMD.number());
            data.set(U64, submit + SubmitRecord.SQE + Sqe.USER_DATA, request);
            at += record(at, Kind.COMPLETE, COMPLETE_SIZE, request);
            data.set(U64, at - COMPLETE_SIZE + CompleteRecord.USER_DATA, request);
            data.set(U32, at - COMPLETE_SIZE + CompleteRecord.FILE, 1);
        }
        return at;
    }

    /** A record's headers; returns how far the next one is. All sizes are multiples of 8. */
    private long record(long at, int kind, int size, long request) {
        data.set(U64, at, size);
        long head = at + BpfRing.HEADER;
        data.set(U8, head + Head.KIND, (byte) kind);
        data.set(U8, head + Head.OPCODE, (byte) Opcode.URING_CMD.number());
        data.set(U64, head + Head.TIME, request);
        data.set(U64, head + Head.RING, 1);
        data.set(U64, head + Head.REQ, request);
        return (long) BpfRing.HEADER + size;
    }

    @Override
    public Losses losses() {
        return Losses.NONE;
    }

    @Override
    public Optional<String> ended() {
        return rounds >= ROUNDS || System.nanoTime() - end > 0 ? Optional.of("it is warm") : Optional.empty();
    }

    @Override
    public void wake() {}

    @Override
    public void close() {
        arena.close();
    }
}

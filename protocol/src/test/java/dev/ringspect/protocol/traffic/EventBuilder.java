package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.List;
import java.util.stream.Collectors;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.Kind;
import dev.ringspect.protocol.traffic.EventLayout.MarkRecord;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.uapi.Sqe;

/** Makes event records as the kernel's side does, and hands them to a sink at once. Time goes on by 100 ns a record. */
public final class EventBuilder {
    public static final long RING = 0x888100000000L;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final EventSink sink;
    private final MemorySegment memory = MemorySegment.ofArray(new byte[512]);
    private long time = 1_000;
    private int lost;
    private long number;
    private int sqEntries = 32;
    private int cqEntries = 64;

    public EventBuilder(EventSink sink) {
        this.sink = sink;
    }

    /** Sets the count of lost records that the next ones show. */
    public EventBuilder lost(int count) {
        lost = count;
        return this;
    }

    /** The number that rings have in the next records, 0 for an unknown one. */
    public EventBuilder number(int value) {
        number = value;
        return this;
    }

    /** How large rings are in the next records. */
    public EventBuilder entries(int sq, int cq) {
        sqEntries = sq;
        cqEntries = cq;
        return this;
    }

    /** The time of the last record; the next one's is 100 ns later. */
    public EventBuilder time(long value) {
        time = value;
        return this;
    }

    public EventBuilder ring(long ring, int flags, int fd, int setupFlags) {
        head(Kind.RING, flags, 0, ring, 0);
        memory.set(U32, RingRecord.PID, 42);
        memory.set(U32, RingRecord.TID, 43);
        text(RingRecord.COMM, "maker");
        memory.set(U32, RingRecord.FD, fd);
        memory.set(U32, RingRecord.SQ_ENTRIES, sqEntries);
        memory.set(U32, RingRecord.CQ_ENTRIES, cqEntries);
        memory.set(U32, RingRecord.SETUP_FLAGS, setupFlags);
        return send(RingRecord.SIZE);
    }

    public EventBuilder file(int id, int mode, int major, int minor, String name) {
        return file(id, mode, major, minor, 0, 0, 0, name);
    }

    public EventBuilder file(int id, int mode, int major, int minor, long fsMagic, int family, int type, String name) {
        head(Kind.FILE, 0, 0, RING, 0);
        memory.set(U32, FileRecord.ID, id);
        memory.set(U32, FileRecord.MODE, mode);
        memory.set(U32, FileRecord.MAJOR, major);
        memory.set(U32, FileRecord.MINOR, minor);
        memory.set(U64, FileRecord.FS_MAGIC, fsMagic);
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, FileRecord.SOCKET_FAMILY, (short) family);
        memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, FileRecord.SOCKET_TYPE, (short) type);
        text(FileRecord.NAME, name);
        return send(FileRecord.SIZE);
    }

    /** What a submission is made of, with the values most tests want. */
    public static final class Submission {
        long ring = RING;
        int opcode = 46;
        int headFlags;
        int sqeFlags;
        int setupFlags;
        int file;
        int fd = 5;
        int error;
        int taken;
        int left;
        int sqeSize = 64;
        int cmdOp;
        Consumer<MemorySegment> fill = sqe -> {};

        public Submission ring(long value) {
            ring = value;
            return this;
        }

        public Submission opcode(int value) {
            opcode = value;
            return this;
        }

        public Submission headFlags(int value) {
            headFlags = value;
            return this;
        }

        public Submission sqeFlags(int value) {
            sqeFlags = value;
            return this;
        }

        public Submission setupFlags(int value) {
            setupFlags = value;
            return this;
        }

        public Submission file(int value) {
            file = value;
            return this;
        }

        public Submission error(int value) {
            error = value;
            return this;
        }

        public Submission taken(int value) {
            taken = value;
            return this;
        }

        public Submission left(int value) {
            left = value;
            return this;
        }

        public Submission sqe128() {
            sqeSize = 128;
            setupFlags |= 1 << 10;
            return this;
        }

        public Submission cmdOp(int value) {
            cmdOp = value;
            return this;
        }

        /** Writes into the SQE after the core fields. */
        public Submission fill(Consumer<MemorySegment> value) {
            fill = value;
            return this;
        }
    }

    public EventBuilder submit(long req, long userData) {
        return submit(req, userData, s -> {});
    }

    public EventBuilder submit(long req, long userData, Consumer<Submission> change) {
        Submission s = new Submission();
        change.accept(s);
        head(s.error == 0 ? Kind.SUBMIT : Kind.PREP_FAILED, s.headFlags, s.opcode, s.ring, req);
        memory.set(U32, SubmitRecord.PID, 100);
        memory.set(U32, SubmitRecord.TID, 101);
        memory.set(U32, SubmitRecord.SETUP_FLAGS, s.setupFlags);
        memory.set(U32, SubmitRecord.FILE, s.file);
        memory.set(U32, SubmitRecord.ERROR, s.error);
        memory.set(U32, SubmitRecord.TAKEN, s.taken);
        memory.set(U32, SubmitRecord.LEFT, s.left);
        text(SubmitRecord.COMM, "worker");
        if ((s.headFlags & Head.SUBMIT_NO_SQE) == 0) {
            MemorySegment sqe = memory.asSlice(SubmitRecord.SQE, s.sqeSize);
            sqe.set(ValueLayout.JAVA_BYTE, Sqe.OPCODE, (byte) s.opcode);
            sqe.set(ValueLayout.JAVA_BYTE, Sqe.FLAGS, (byte) s.sqeFlags);
            sqe.set(U32, Sqe.FD, s.fd);
            sqe.set(U32, Sqe.CMD_OP, s.cmdOp);
            sqe.set(U64, Sqe.USER_DATA, userData);
            s.fill.accept(sqe);
        }
        return send(SubmitRecord.SQE + s.sqeSize);
    }

    public EventBuilder complete(long req, long userData, int res) {
        return completion(Kind.COMPLETE, 0, RING, req, userData, res, 0);
    }

    public EventBuilder complete(long ring, long req, long userData, int res, int cqeFlags) {
        return completion(Kind.COMPLETE, 0, ring, req, userData, res, cqeFlags);
    }

    /** A CQE without a request. */
    public EventBuilder auxiliary(long userData, int res, int cqeFlags) {
        return completion(Kind.COMPLETE, Head.COMPLETE_NO_REQ, RING, 0, userData, res, cqeFlags);
    }

    public EventBuilder overflow(long userData, int res, int cqeFlags) {
        return completion(Kind.OVERFLOW, Head.COMPLETE_NO_REQ, RING, 0, userData, res, cqeFlags);
    }

    /** A 32-byte CQE with its big words, a file and a pdu. */
    public EventBuilder bigComplete(long req, long userData, int res, long bigCqe0, long bigCqe1, int file) {
        head(Kind.COMPLETE, Head.COMPLETE_CQE32 | Head.COMPLETE_PDU, 46, RING, req);
        memory.set(U64, CompleteRecord.USER_DATA, userData);
        memory.set(U32, CompleteRecord.RES, res);
        memory.set(U64, CompleteRecord.BIG_CQE0, bigCqe0);
        memory.set(U64, CompleteRecord.BIG_CQE1, bigCqe1);
        memory.set(U32, CompleteRecord.FILE, file);
        for (int i = 0; i < CompleteRecord.PDU_SIZE; i++) {
            memory.set(ValueLayout.JAVA_BYTE, CompleteRecord.PDU + i, (byte) (0xA0 + i));
        }
        return send(CompleteRecord.SIZE);
    }

    public EventBuilder mark(long req, int what, long other) {
        return mark(req, what, other, 0);
    }

    public EventBuilder mark(long req, int what, long other, int arg) {
        head(Kind.MARK, 0, 0, RING, req);
        memory.set(U64, MarkRecord.OTHER, other);
        memory.set(U32, MarkRecord.WHAT, what);
        memory.set(U32, MarkRecord.ARG, arg);
        return send(MarkRecord.SIZE);
    }

    /** A record of any kind and length, all zero behind its head. */
    public EventBuilder raw(int kind, int length) {
        head(kind, 0, 0, RING, 7);
        return send(length);
    }

    private EventBuilder completion(int kind, int flags, long ring, long req, long userData, int res, int cqeFlags) {
        head(kind, flags, 46, ring, req);
        memory.set(U64, CompleteRecord.USER_DATA, userData);
        memory.set(U32, CompleteRecord.RES, res);
        memory.set(U32, CompleteRecord.CQE_FLAGS, cqeFlags);
        return send(CompleteRecord.SIZE_NO_PDU);
    }

    private void head(int kind, int flags, int opcode, long ring, long req) {
        memory.fill((byte) 0);
        memory.set(ValueLayout.JAVA_BYTE, Head.KIND, (byte) kind);
        memory.set(ValueLayout.JAVA_BYTE, Head.FLAGS, (byte) flags);
        memory.set(ValueLayout.JAVA_BYTE, Head.OPCODE, (byte) opcode);
        memory.set(U32, Head.LOST, lost);
        time += 100;
        memory.set(U64, Head.TIME, time);
        memory.set(U64, Head.RING, ring | number << 48);
        memory.set(U64, Head.REQ, req);
    }

    private EventBuilder send(int length) {
        sink.event(memory, 0, length);
        return this;
    }

    private void text(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, bytes.length);
    }

    /** Requests, each as "seq state user_data res". */
    static String text(List<Request> requests) {
        return requests.stream()
                .map(r -> r.seq() + " " + r.state().word() + " " + r.userData() + " "
                        + (r.hasResult() ? r.res() : "-"))
                .collect(Collectors.joining(", "));
    }
}

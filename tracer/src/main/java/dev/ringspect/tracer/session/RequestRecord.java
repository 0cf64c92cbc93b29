package dev.ringspect.tracer.session;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.traffic.Completion;
import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestState;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.Ring;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * A request as bytes of a {@link Spool}: numbers as they are, shared objects by their number, then the SQE, the pdu, and
 * the completions if there are several. The layout never leaves the process.
 */
final class RequestRecord {
    /** No record is longer, whatever the request. */
    static final int MAX_SIZE = 64 * 1024;

    private static final int LENGTH = 0;
    private static final int OPCODE = 4;
    private static final int SQE_FLAGS = 5;
    private static final int SQE_SIZE = 6;
    private static final int PDU_SIZE = 7;
    private static final int SEQ = 8;
    private static final int USER_DATA = 16;
    private static final int SUBMIT_NS = 24;
    private static final int COMPLETE_NS = 32;
    private static final int BIG_CQE0 = 40;
    private static final int BIG_CQE1 = 48;
    private static final int PID = 56;
    private static final int TID = 60;
    private static final int FD = 64;
    private static final int CMD_OP = 68;
    private static final int MARKS = 72;
    private static final int RES = 76;
    private static final int CQE_FLAGS = 80;
    private static final int COMPLETION_COUNT = 84;
    private static final int PREP_ERROR = 88;
    private static final int RING = 92;
    private static final int COMM = 96;
    private static final int FILE = 100;
    private static final int DEVICE = 104;
    private static final int STATE = 108;
    private static final int KEPT = 112;
    private static final int BITS = 116;
    private static final int TAKEN = 120;
    private static final int LEFT = 124;
    private static final int BYTES = 128;

    private static final int COMPLETION_SIZE = 40;
    private static final int CQE32 = 1;
    private static final int OVERFLOWED = 2;
    private static final int DROPPED = 4;
    private static final int NO_OPCODE = 8;

    private static final int FLAG_CQE32 = 1;
    private static final int FLAG_OVERFLOWED = 2;
    /** Instead of a count of completions: there is one, and it is told by the request's own fields. */
    private static final int ONE = -1;

    private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG;

    private RequestRecord() {}

    /** Writes a request; returns the record's length, a multiple of 8. Nothing is allocated for usual requests. */
    static int write(RequestView request, References references, MemorySegment to, long at) {
        int sqeSize = request.sqeSize();
        int pduSize = request.pduSize();
        to.set(U8, at + OPCODE, (byte) request.opcode());
        to.set(U8, at + SQE_FLAGS, (byte) request.sqeFlags());
        to.set(U8, at + SQE_SIZE, (byte) sqeSize);
        to.set(U8, at + PDU_SIZE, (byte) pduSize);
        to.set(U64, at + SEQ, request.seq());
        to.set(U64, at + USER_DATA, request.userData());
        to.set(U64, at + SUBMIT_NS, request.submitNs());
        to.set(U64, at + COMPLETE_NS, request.completeNs());
        to.set(U64, at + BIG_CQE0, request.bigCqe0());
        to.set(U64, at + BIG_CQE1, request.bigCqe1());
        to.set(U32, at + PID, request.pid());
        to.set(U32, at + TID, request.tid());
        to.set(U32, at + FD, request.fd());
        to.set(U32, at + CMD_OP, request.cmdOp());
        to.set(U32, at + MARKS, request.marks());
        to.set(U32, at + RES, request.res());
        to.set(U32, at + CQE_FLAGS, request.cqeFlags());
        to.set(U32, at + COMPLETION_COUNT, request.completionCount());
        to.set(U32, at + PREP_ERROR, request.prepError());
        to.set(U32, at + TAKEN, request.taken());
        to.set(U32, at + LEFT, request.left());
        to.set(U32, at + RING, references.number(request.ring()));
        to.set(U32, at + COMM, references.number(request.comm()));
        to.set(U32, at + FILE, references.number(request.file()));
        to.set(U32, at + DEVICE, references.number(request.device()));
        to.set(U32, at + STATE, references.number(request.state()));
        to.set(U32, at + BITS, bits(request));
        MemorySegment.copy(request.memory(), request.sqeOffset(), to, at + BYTES, sqeSize);
        MemorySegment.copy(request.memory(), request.pduOffset(), to, at + BYTES + sqeSize, pduSize);
        int length = BYTES + (sqeSize + pduSize + 7) / 8 * 8;
        length += completions(request, to, at, length);
        to.set(U32, at + LENGTH, length);
        return length;
    }

    private static int bits(RequestView request) {
        return (request.isCqe32() ? CQE32 : 0) | (request.overflowed() ? OVERFLOWED : 0)
                | (request.cqeDropped() ? DROPPED : 0)
                | (request.opcode() == RequestView.UNKNOWN_OPCODE ? NO_OPCODE : 0);
    }

    private static boolean has(MemorySegment from, long at, int bit) {
        return (from.get(U32, at + BITS) & bit) != 0;
    }

    private static int opcode(MemorySegment from, long at) {
        return has(from, at, NO_OPCODE) ? RequestView.UNKNOWN_OPCODE : from.get(U8, at + OPCODE) & 0xFF;
    }

    private static int completions(RequestView request, MemorySegment to, long at, int length) {
        boolean plain = request.completionCount() == 1 && (request.state() == RequestState.COMPLETED
                || request.state() == RequestState.CANCELLED);
        if (plain) {
            to.set(U32, at + KEPT, ONE);
            return 0;
        }
        List<Completion> completions = request.completions();
        int kept = Math.min(completions.size(), (MAX_SIZE - length) / COMPLETION_SIZE);
        to.set(U32, at + KEPT, kept);
        for (int i = 0; i < kept; i++) {
            Completion completion = completions.get(i);
            long place = at + length + (long) i * COMPLETION_SIZE;
            to.set(U64, place, completion.timeNs());
            to.set(U32, place + 8, completion.res());
            to.set(U32, place + 12, completion.cqeFlags());
            to.set(U64, place + 16, completion.bigCqe0());
            to.set(U64, place + 24, completion.bigCqe1());
            to.set(U64, place + 32,
                    (completion.isCqe32() ? FLAG_CQE32 : 0) | (completion.overflowed() ? FLAG_OVERFLOWED : 0));
        }
        return kept * COMPLETION_SIZE;
    }

    /** The length of the record at {@code at}. */
    static int length(MemorySegment from, long at) {
        return from.get(U32, at + LENGTH);
    }

    /** Reads a request; what it returns stands on its own. */
    @SuppressWarnings("unchecked") // only write() makes these bytes, and it puts an Optional<FileIdentity> there
    static Request read(MemorySegment from, long at, References references) {
        int sqeSize = from.get(U8, at + SQE_SIZE) & 0xFF;
        int pduSize = from.get(U8, at + PDU_SIZE) & 0xFF;
        byte[] bytes = new byte[sqeSize + pduSize];
        MemorySegment.copy(from, U8, at + BYTES, bytes, 0, bytes.length);
        return new Request(from.get(U64, at + SEQ), (Ring) references.object(from.get(U32, at + RING)),
                from.get(U32, at + PID), from.get(U32, at + TID),
                (String) references.object(from.get(U32, at + COMM)), opcode(from, at),
                from.get(U64, at + USER_DATA), from.get(U8, at + SQE_FLAGS) & 0xFF, from.get(U32, at + FD),
                (Optional<FileIdentity>) references.object(from.get(U32, at + FILE)),
                (String) references.object(from.get(U32, at + DEVICE)), from.get(U32, at + CMD_OP),
                from.get(U64, at + SUBMIT_NS), from.get(U64, at + COMPLETE_NS),
                (RequestState) references.object(from.get(U32, at + STATE)), from.get(U32, at + MARKS),
                from.get(U32, at + RES), from.get(U32, at + CQE_FLAGS), has(from, at, CQE32),
                from.get(U64, at + BIG_CQE0), from.get(U64, at + BIG_CQE1), from.get(U32, at + COMPLETION_COUNT),
                completions(from, at, BYTES + (sqeSize + pduSize + 7) / 8 * 8), has(from, at, OVERFLOWED),
                has(from, at, DROPPED), from.get(U32, at + PREP_ERROR), from.get(U32, at + TAKEN),
                from.get(U32, at + LEFT),
                MemorySegment.ofArray(bytes), sqeSize, pduSize);
    }

    private static List<Completion> completions(MemorySegment from, long at, int offset) {
        int kept = from.get(U32, at + KEPT);
        if (kept == ONE) {
            return List.of(new Completion(from.get(U64, at + COMPLETE_NS), from.get(U32, at + RES),
                    from.get(U32, at + CQE_FLAGS), has(from, at, CQE32), from.get(U64, at + BIG_CQE0),
                    from.get(U64, at + BIG_CQE1), false));
        }
        List<Completion> completions = new ArrayList<>(kept);
        for (int i = 0; i < kept; i++) {
            long place = at + offset + (long) i * COMPLETION_SIZE;
            long flags = from.get(U64, place + 32);
            completions.add(new Completion(from.get(U64, place), from.get(U32, place + 8), from.get(U32, place + 12),
                    (flags & FLAG_CQE32) != 0, from.get(U64, place + 16), from.get(U64, place + 24),
                    (flags & FLAG_OVERFLOWED) != 0));
        }
        return completions;
    }
}

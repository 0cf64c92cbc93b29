package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.uapi.FileUse;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.Sqe;
import dev.ringspect.protocol.uapi.SqeFlags;

/**
 * Writes what event records say about a request into its slot. Which request that is, and what it means for others, the
 * correlator has decided before. Allocates nothing.
 */
final class RequestWriter {
    private static final int SQPOLL = 6;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final OpenRequests requests;
    private final CompletionLog log;
    private long completionsCut;
    private volatile long firstNs = RequestView.NO_TIME;
    private long untimed;

    RequestWriter(OpenRequests requests, CompletionLog log) {
        this.requests = requests;
        this.log = log;
    }

    /** CQEs that were not kept, because a request has too many or the log is full. */
    long completionsCut() {
        return completionsCut;
    }

    /** When the first request that was seen was submitted, else completed; any thread may ask. */
    long firstNs() {
        return firstNs;
    }

    /** CQEs whose records told of a time before the submission of their request. */
    long untimed() {
        return untimed;
    }

    /**
     * The first record of a request.
     *
     * @param lost what the session's count of lost records was
     */
    void begun(int slot, MemorySegment memory, long at, RingTable.Entry ring, long seq, int pid, int lost) {
        if (firstNs == RequestView.NO_TIME) {
            firstNs = memory.get(U64, at + Head.TIME);
        }
        requests.setLong(slot, OpenRequests.RING_KEY, ring.key);
        requests.setInt(slot, OpenRequests.RING_INDEX, ring.index);
        requests.setLong(slot, OpenRequests.SEQ, seq);
        requests.setInt(slot, OpenRequests.PID, pid);
        requests.setInt(slot, OpenRequests.LOST_AT_SUBMIT, lost);
        requests.setByte(slot, OpenRequests.OPCODE, memory.get(ValueLayout.JAVA_BYTE, at + Head.OPCODE));
        if (memory.get(U64, at + Head.REQ) == 0) {
            requests.mark(slot, OpenRequests.NO_OPCODE);
        }
    }

    /** A submission, or the refusal of one. */
    void submitted(int slot, MemorySegment memory, long at, int length) {
        int headFlags = memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS);
        requests.setLong(slot, OpenRequests.SUBMIT_NS, memory.get(U64, at + Head.TIME));
        requests.setInt(slot, OpenRequests.TID, memory.get(U32, at + SubmitRecord.TID));
        requests.setInt(slot, OpenRequests.FILE, memory.get(U32, at + SubmitRecord.FILE));
        requests.setInt(slot, OpenRequests.PREP_ERROR, memory.get(U32, at + SubmitRecord.ERROR));
        requests.setInt(slot, OpenRequests.TAKEN, memory.get(U32, at + SubmitRecord.TAKEN));
        requests.setInt(slot, OpenRequests.LEFT, memory.get(U32, at + SubmitRecord.LEFT));
        requests.setLong(slot, OpenRequests.COMM, memory.get(U64, at + SubmitRecord.COMM));
        requests.setLong(slot, OpenRequests.COMM + 8, memory.get(U64, at + SubmitRecord.COMM + 8));
        if ((headFlags & Head.SUBMIT_SQPOLL) != 0) {
            requests.setInt(slot, OpenRequests.MARKS, SQPOLL);
        }
        if ((headFlags & Head.SUBMIT_NO_SQE) == 0 && length >= SubmitRecord.SIZE_64) {
            sqe(slot, memory, at + SubmitRecord.SQE, length >= SubmitRecord.SIZE ? Sqe.SIZE_128 : Sqe.SIZE);
        }
        // The kernel's side looks up what stands where a descriptor would; whether it is one, the opcode decides.
        boolean file = requests.getByte(slot, OpenRequests.SQE_SIZE) == 0
                ? FileUse.possible(requests.getByte(slot, OpenRequests.OPCODE))
                : FileUse.named(requests.memory(), requests.base(slot) + OpenRequests.SQE);
        if (!file) {
            requests.setInt(slot, OpenRequests.FILE, 0);
        }
    }

    private void sqe(int slot, MemorySegment memory, long from, int size) {
        MemorySegment.copy(memory, from, requests.memory(), requests.base(slot) + OpenRequests.SQE, size);
        requests.setByte(slot, OpenRequests.SQE_SIZE, size);
        requests.setByte(slot, OpenRequests.SQE_FLAGS, Sqe.flags(memory, from));
        requests.setInt(slot, OpenRequests.FD, Sqe.fd(memory, from));
        requests.setLong(slot, OpenRequests.USER_DATA, Sqe.userData(memory, from));
        requests.mark(slot, OpenRequests.HAS_USER_DATA);
        if ((Sqe.flags(memory, from) & SqeFlags.CQE_SKIP_SUCCESS) != 0) {
            requests.mark(slot, OpenRequests.SKIPS);
        }
        if (isUringCmd(slot)) {
            requests.setInt(slot, OpenRequests.CMD_OP, Sqe.cmdOp(memory, from));
        }
    }

    /**
     * A completion, or an overflow, which is the last one from now on. Nothing completes before it was submitted: a record
     * that says so knows the result, and not the time.
     */
    void completed(int slot, MemorySegment memory, long at, int length, boolean overflow) {
        int headFlags = memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS);
        keepEarlier(slot);
        requests.setInt(slot, OpenRequests.COMPLETIONS, requests.getInt(slot, OpenRequests.COMPLETIONS) + 1);
        endedAt(slot, memory.get(U64, at + Head.TIME));
        requests.setInt(slot, OpenRequests.RES, memory.get(U32, at + CompleteRecord.RES));
        requests.setInt(slot, OpenRequests.CQE_FLAGS, memory.get(U32, at + CompleteRecord.CQE_FLAGS));
        boolean isCqe32 = (headFlags & Head.COMPLETE_CQE32) != 0;
        requests.setLong(slot, OpenRequests.BIG_CQE0, isCqe32 ? memory.get(U64, at + CompleteRecord.BIG_CQE0) : 0);
        requests.setLong(slot, OpenRequests.BIG_CQE1, isCqe32 ? memory.get(U64, at + CompleteRecord.BIG_CQE1) : 0);
        int bits = requests.getInt(slot, OpenRequests.BITS) & ~(OpenRequests.CQE32 | OpenRequests.LAST_OVERFLOWED);
        bits |= isCqe32 ? OpenRequests.CQE32 : 0;
        if (overflow) {
            bits |= OpenRequests.LAST_OVERFLOWED | OpenRequests.OVERFLOWED;
            bits |= (headFlags & Head.OVERFLOW_DROPPED) != 0 ? OpenRequests.DROPPED : 0;
        }
        if (!overflow && (headFlags & Head.COMPLETE_PDU) != 0 && length >= CompleteRecord.SIZE) {
            MemorySegment.copy(memory, at + CompleteRecord.PDU, requests.memory(),
                    requests.base(slot) + OpenRequests.PDU, CompleteRecord.PDU_SIZE);
            bits |= OpenRequests.HAS_PDU;
        }
        if ((bits & OpenRequests.HAS_USER_DATA) == 0) {
            requests.setLong(slot, OpenRequests.USER_DATA, memory.get(U64, at + CompleteRecord.USER_DATA));
            bits |= OpenRequests.HAS_USER_DATA;
        }
        requests.setInt(slot, OpenRequests.BITS, bits);
        int file = memory.get(U32, at + CompleteRecord.FILE);
        if (file != 0 && FileUse.possible(memory.get(ValueLayout.JAVA_BYTE, at + Head.OPCODE))) {
            requests.setInt(slot, OpenRequests.FILE, file);
        }
        if (requests.has(slot, OpenRequests.NO_OPCODE) && memory.get(U64, at + Head.REQ) != 0) {
            requests.setByte(slot, OpenRequests.OPCODE, memory.get(ValueLayout.JAVA_BYTE, at + Head.OPCODE));
            requests.unmark(slot, OpenRequests.NO_OPCODE);
        }
        if (requests.getByte(slot, OpenRequests.SQE_SIZE) == 0) {
            requests.setInt(slot, OpenRequests.CMD_OP, memory.get(U32, at + CompleteRecord.CMD_OP));
        }
    }

    private void endedAt(int slot, long time) {
        boolean possible = time == RequestView.NO_TIME || time >= requests.getLong(slot, OpenRequests.SUBMIT_NS);
        if (!possible) {
            requests.mark(slot, OpenRequests.UNTIMED);
            untimed++;
        }
        requests.setLong(slot, OpenRequests.COMPLETE_NS, possible ? time : RequestView.NO_TIME);
    }

    /** An overflow that was not known to be this request's when it happened. */
    void overflowed(int slot, UserDataIndex index, int group) {
        requests.mark(slot, OpenRequests.OVERFLOWED);
        if (!index.areAlike(group)) {
            return;
        }
        keepEarlier(slot);
        requests.setInt(slot, OpenRequests.COMPLETIONS, requests.getInt(slot, OpenRequests.COMPLETIONS) + 1);
        endedAt(slot, index.time(group));
        requests.setInt(slot, OpenRequests.RES, index.result(group));
        requests.setInt(slot, OpenRequests.CQE_FLAGS, index.cqeFlags(group));
        requests.setLong(slot, OpenRequests.BIG_CQE0, 0);
        requests.setLong(slot, OpenRequests.BIG_CQE1, 0);
        requests.unmark(slot, OpenRequests.CQE32);
        requests.mark(slot, OpenRequests.LAST_OVERFLOWED | (index.isDropped(group) ? OpenRequests.DROPPED : 0));
    }

    /** Puts the CQE that was the last so far to the earlier ones. */
    private void keepEarlier(int slot) {
        int count = requests.getInt(slot, OpenRequests.COMPLETIONS);
        if (count == 0) {
            return;
        }
        int node = count < Correlator.KEPT_COMPLETIONS
                ? log.add(requests.getLong(slot, OpenRequests.COMPLETE_NS), requests.getInt(slot, OpenRequests.RES),
                        requests.getInt(slot, OpenRequests.CQE_FLAGS), requests.has(slot, OpenRequests.CQE32),
                        requests.getLong(slot, OpenRequests.BIG_CQE0), requests.getLong(slot, OpenRequests.BIG_CQE1),
                        requests.has(slot, OpenRequests.LAST_OVERFLOWED))
                : CompletionLog.NONE;
        if (node == CompletionLog.NONE) {
            completionsCut++;
            return;
        }
        int tail = requests.getInt(slot, OpenRequests.LOG_TAIL);
        if (tail == CompletionLog.NONE) {
            requests.setInt(slot, OpenRequests.LOG_HEAD, node);
        } else {
            log.link(tail, node);
        }
        requests.setInt(slot, OpenRequests.LOG_TAIL, node);
    }

    private boolean isUringCmd(int slot) {
        int opcode = requests.getByte(slot, OpenRequests.OPCODE);
        return opcode == Opcode.URING_CMD.number() || opcode == Opcode.URING_CMD128.number();
    }

    /** Something happened to the request on its way. */
    void marked(int slot, int what) {
        requests.setInt(slot, OpenRequests.MARKS, PathMark.append(requests.getInt(slot, OpenRequests.MARKS), what));
    }

    /** Whether a member of a failed chain gets a CQE is the head's to say, which may be over by now. */
    void chainFailed(int member, boolean skips) {
        if (skips) {
            requests.mark(member, OpenRequests.SKIPS | OpenRequests.CHAIN_SKIPS);
        } else {
            requests.unmark(member, OpenRequests.SKIPS);
        }
    }
}

package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.OpenRequests.NONE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.Kind;
import dev.ringspect.protocol.traffic.EventLayout.MarkRecord;
import dev.ringspect.protocol.traffic.EventLayout.RegisterRecord;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SqeFlags;

/**
 * Makes requests of event records, and hands each on when it ends. Used by one thread. Nothing is allocated for an
 * event, but when a table grows; all tables are limited, and what a limit leaves out is counted.
 *
 * <p>
 * What belongs together is decided as the kernel does it (Linux 5.19 to 6.19):
 * <ul>
 * <li>A completion ends the open request with its ring and request identity, if the user_data is the same. The kernel
 * uses a request's memory again as soon as it is over, so a submission with the identity of an open request says that
 * this one's end was not seen: it was to be skipped, or it was lost.
 * <li>A CQE without a request identity, and an overflow, belong to the open request with that user_data on that ring.
 * If several have it, none is chosen; they are doubtful from then on and never reported as {@code pending}.
 * <li>A CQE with F_MORE leaves its request open. The buffer notification of a zero-copy send comes from another
 * request, so a zero-copy send is found by its user_data after its first CQE.
 * </ul>
 */
public final class Correlator implements EventSink {
    /** How many CQEs of one request are kept; all are counted. */
    public static final int KEPT_COMPLETIONS = 1024;
    /** The usual limit of requests that are open at once. */
    public static final int DEFAULT_OPEN_LIMIT = 1 << 18;

    private static final int ECANCELED = -125;
    private static final int KEPT_COMPLETIONS_OF_ALL = 1 << 18;
    private static final int FILE_LIMIT = 1 << 16;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final RequestSink sink;
    private final OpenRequests requests;
    private final PairTable byReq = new PairTable(1024);
    private final UserDataIndex byUserData;
    private final RingTable rings = new RingTable();
    private final FileTable files;
    private final CompletionLog log = new CompletionLog(KEPT_COMPLETIONS_OF_ALL);
    private final SlotWriter records;
    private final RequestCursor cursor;
    private final long[] byState = new long[RequestState.values().length];

    private long events;
    private long malformed;
    private long submits;
    private long ended;
    private long endedWithSubmit;
    private long refused;
    private long auxiliary;
    private long ambiguous;
    private long strayMarks;
    private long filesRefused;
    private long ringsMade;
    private long nextSeq = 1;
    private int lost;
    private long lostTotal;

    /**
     * A correlator with the usual limit.
     *
     * @param sink takes the requests
     * @param devices finds the paths of devices
     */
    public Correlator(RequestSink sink, DeviceNames devices) {
        this(sink, devices, DEFAULT_OPEN_LIMIT);
    }

    /** A correlator of at most {@code openLimit} requests open at once (1 to 2,097,150). */
    public Correlator(RequestSink sink, DeviceNames devices, int openLimit) {
        this.sink = sink;
        this.requests = new OpenRequests(openLimit);
        this.byUserData = new UserDataIndex(requests);
        this.files = new FileTable(devices, FILE_LIMIT);
        this.records = new SlotWriter(requests, log);
        this.cursor = new RequestCursor(requests, rings, files, log);
    }

    @Override
    public void event(MemorySegment memory, long offset, int length) {
        events++;
        if (length < Head.SIZE) {
            malformed++;
            return;
        }
        noteLost(memory.get(U32, offset + Head.LOST));
        switch (memory.get(ValueLayout.JAVA_BYTE, offset + Head.KIND)) {
            case Kind.SUBMIT, Kind.PREP_FAILED -> submit(memory, offset, length);
            case Kind.COMPLETE -> complete(memory, offset, length, false);
            case Kind.OVERFLOW -> complete(memory, offset, length, true);
            case Kind.MARK -> mark(memory, offset, length);
            case Kind.RING -> ring(memory, offset, length);
            case Kind.FILE -> file(memory, offset, length);
            case Kind.REGISTER -> malformed += length < RegisterRecord.SIZE ? 1 : 0;
            default -> malformed++;
        }
    }

    /** Ends the session when nothing is known of losses behind the last record. */
    public void finish() {
        finish(lostTotal, lostTotal);
    }

    /**
     * Ends the session: what is open is handed on in the order of submission, as {@code pending}, or as
     * {@code incomplete} when its completion may have been lost.
     *
     * @param lostRecords records of all kinds that the source lost, those after the last record too
     * @param lostCompletions how many of them were completions or overflows
     */
    public void finish(long lostRecords, long lostCompletions) {
        noteLost((int) Math.max(lostRecords, lostTotal));
        for (int slot : requests.bySeq()) {
            endOpen(slot, lostCompletions > 0);
        }
    }

    /** What was seen so far. Allocates. */
    public CorrelatorStatistics statistics() {
        return new CorrelatorStatistics(events, malformed, submits, ended, endedWithSubmit,
                CorrelatorStatistics.counts(byState), requests.open(), refused, auxiliary, ambiguous, strayMarks,
                lostTotal, filesRefused, records.completionsCut(), ringsMade);
    }

    /**
     * ns of CLOCK_MONOTONIC of the first record about a request, nearly always its submission; {@link RequestView#NO_TIME}
     * before there is one. Any thread may ask.
     */
    public long firstNs() {
        return records.firstNs();
    }

    /** The count is modulo 2^32, and records of several CPUs may show it slightly out of order. */
    private void noteLost(int now) {
        int more = now - lost;
        if (more > 0) {
            lost = now;
            lostTotal += more;
        }
    }

    private void ring(MemorySegment memory, long at, int length) {
        if (length < RingRecord.SIZE) {
            malformed++;
            return;
        }
        long key = memory.get(U64, at + Head.RING);
        ringsMade += (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.RING_CREATED) != 0 ? 1 : 0;
        RingTable.Entry entry = rings.find(key);
        if (entry != null && entry.open > 0 && rings.replaces(entry, memory, at)) {
            for (int slot : requests.bySeq()) {
                if (requests.getInt(slot, OpenRequests.RING_INDEX) == entry.index) {
                    endOpen(slot, true);
                }
            }
        }
        rings.describe(memory, at, key);
    }

    private void file(MemorySegment memory, long at, int length) {
        if (length < FileRecord.SIZE) {
            malformed++;
        } else if (!files.add(memory, at)) {
            filesRefused++;
        }
    }

    private void submit(MemorySegment memory, long at, int length) {
        if (length < SubmitRecord.SQE) {
            malformed++;
            return;
        }
        submits++;
        long ringKey = memory.get(U64, at + Head.RING);
        long req = memory.get(U64, at + Head.REQ);
        int before = byReq.get(ringKey, req);
        if (before != NONE) {
            endUnseen(before);
        }
        int slot = open(memory, at, ringKey, req, memory.get(U32, at + SubmitRecord.SETUP_FLAGS),
                memory.get(U32, at + SubmitRecord.PID));
        if (slot == NONE) {
            refused++;
            return;
        }
        records.submitted(slot, memory, at, length);
        indexIfNeeded(slot);
    }

    /** A slot for a request seen for the first time, found by its identity; {@link OpenRequests#NONE} at the limit. */
    private int open(MemorySegment memory, long at, long ringKey, long req, int setupFlags, int pid) {
        int slot = requests.take();
        if (slot == NONE) {
            return NONE;
        }
        RingTable.Entry ring = rings.of(ringKey, setupFlags, pid);
        ring.open++;
        records.begun(slot, memory, at, ring, nextSeq++, pid, lost);
        requests.setLong(slot, OpenRequests.REQ, req);
        if (req != 0) {
            byReq.put(ringKey, req, slot);
            requests.mark(slot, OpenRequests.BY_REQ);
        }
        return slot;
    }

    private void complete(MemorySegment memory, long at, int length, boolean overflow) {
        if (length < CompleteRecord.SIZE_NO_PDU) {
            malformed++;
            return;
        }
        long ringKey = memory.get(U64, at + Head.RING);
        long req = memory.get(U64, at + Head.REQ);
        long userData = memory.get(U64, at + CompleteRecord.USER_DATA);
        int cqeFlags = memory.get(U32, at + CompleteRecord.CQE_FLAGS);
        boolean ownsReq = req != 0
                && (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.COMPLETE_NO_REQ) == 0;
        int slot = ownsReq ? byReq.get(ringKey, req) : NONE;
        if (slot != NONE && requests.has(slot, OpenRequests.HAS_USER_DATA)
                && requests.getLong(slot, OpenRequests.USER_DATA) != userData) {
            // The identity was used again, and neither the end of the one nor the start of the other was seen.
            endLost(slot);
            slot = NONE;
        }
        if (slot == NONE) {
            slot = byUserData(ringKey, userData, cqeFlags, ownsReq, overflow);
        }
        boolean more = (cqeFlags & CqeFlags.MORE) != 0;
        if (slot == NONE) {
            unseen(memory, at, length, ownsReq ? req : 0, more, overflow);
            return;
        }
        records.completed(slot, memory, at, length, overflow);
        if (more) {
            keepOpen(slot, ownsReq);
        } else if (overflow || ownsReq || (cqeFlags & CqeFlags.NOTIF) != 0) {
            end(slot, endState(slot, overflow));
        }
    }

    /** Finds the open request that a CQE without the request's own identity belongs to. */
    private int byUserData(long ringKey, long userData, int cqeFlags, boolean ownsReq, boolean overflow) {
        RingTable.Entry ring = rings.find(ringKey);
        if (ring == null || ring.open == 0) {
            return NONE;
        }
        index(ring);
        int found = NONE;
        int candidates = 0;
        for (int slot = byUserData.first(ringKey, userData); slot != NONE; slot = byUserData.next(slot)) {
            boolean streaming = (requests.getInt(slot, OpenRequests.CQE_FLAGS) & CqeFlags.MORE) != 0;
            boolean possible = ownsReq
                    ? streaming && !requests.has(slot, OpenRequests.BY_REQ)
                    : overflow || streaming || (cqeFlags & CqeFlags.MORE) != 0;
            if (possible) {
                candidates++;
                found = slot;
            }
        }
        if (candidates <= 1) {
            return found;
        }
        ambiguous++;
        for (int slot = byUserData.first(ringKey, userData); slot != NONE; slot = byUserData.next(slot)) {
            requests.mark(slot, OpenRequests.DOUBTFUL);
        }
        return NONE;
    }

    /** A CQE whose request was never seen: it began before the session, or its submission was lost. */
    private void unseen(MemorySegment memory, long at, int length, long req, boolean more, boolean overflow) {
        if (req == 0 && !more && !overflow) {
            auxiliary++;
            return;
        }
        long ringKey = memory.get(U64, at + Head.RING);
        RingTable.Entry ring = rings.of(ringKey, 0, 0);
        int slot = more && !overflow ? open(memory, at, ringKey, req, 0, ring.ring.pid()) : NONE;
        boolean once = slot == NONE;
        if (once) {
            slot = requests.scratch();
            ring.open++;
            records.begun(slot, memory, at, ring, nextSeq++, ring.ring.pid(), lost);
        }
        records.completed(slot, memory, at, length, overflow);
        if (once) {
            end(slot, RequestState.INCOMPLETE);
        } else {
            indexIfNeeded(slot);
        }
    }

    /** More CQEs will come; a zero-copy send's memory is free for the next request all the same. */
    private void keepOpen(int slot, boolean ownsReq) {
        int opcode = requests.getByte(slot, OpenRequests.OPCODE);
        boolean zeroCopy = opcode == Opcode.SEND_ZC.number() || opcode == Opcode.SENDMSG_ZC.number();
        if (ownsReq && zeroCopy && requests.has(slot, OpenRequests.BY_REQ)) {
            byReq.remove(requests.getLong(slot, OpenRequests.RING_KEY), requests.getLong(slot, OpenRequests.REQ));
            requests.unmark(slot, OpenRequests.BY_REQ);
            index(rings.at(requests.getInt(slot, OpenRequests.RING_INDEX)));
        }
    }

    private void mark(MemorySegment memory, long at, int length) {
        if (length < MarkRecord.SIZE) {
            malformed++;
            return;
        }
        int what = memory.get(U32, at + MarkRecord.WHAT);
        if (what < MarkRecord.PUNTED || what > MarkRecord.LINK_FAILED) {
            malformed++;
            return;
        }
        long ringKey = memory.get(U64, at + Head.RING);
        boolean found = append(ringKey, memory.get(U64, at + Head.REQ), what);
        if (what == MarkRecord.LINK_FAILED) {
            found |= append(ringKey, memory.get(U64, at + MarkRecord.OTHER), what);
        }
        strayMarks += found ? 0 : 1;
    }

    private boolean append(long ringKey, long req, int what) {
        int slot = byReq.get(ringKey, req);
        if (slot == NONE) {
            return false;
        }
        requests.setInt(slot, OpenRequests.PATH,
                PathMark.append(requests.getInt(slot, OpenRequests.PATH), what));
        return true;
    }

    private void indexIfNeeded(int slot) {
        if (rings.at(requests.getInt(slot, OpenRequests.RING_INDEX)).indexed
                && requests.has(slot, OpenRequests.HAS_USER_DATA)) {
            byUserData.add(slot);
        }
    }

    /** From now on, the requests of this ring can be found by their user_data. */
    private void index(RingTable.Entry ring) {
        if (ring.indexed) {
            return;
        }
        ring.indexed = true;
        for (int slot = OpenRequests.SCRATCH + 1; slot < requests.end(); slot++) {
            if (requests.has(slot, OpenRequests.OPEN)
                    && requests.getInt(slot, OpenRequests.RING_INDEX) == ring.index) {
                indexIfNeeded(slot);
            }
        }
    }

    private RequestState endState(int slot, boolean overflow) {
        boolean manyWithLosses = requests.getInt(slot, OpenRequests.COMPLETIONS) > 1
                && requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) != lost;
        if (requests.getLong(slot, OpenRequests.SUBMIT_NS) == RequestView.NO_TIME || manyWithLosses) {
            return RequestState.INCOMPLETE;
        }
        if (overflow) {
            return RequestState.OVERFLOWED;
        }
        if (requests.getInt(slot, OpenRequests.PREP_ERROR) != 0) {
            return RequestState.FAILED;
        }
        return requests.getInt(slot, OpenRequests.RES) == ECANCELED
                ? RequestState.CANCELLED
                : RequestState.COMPLETED;
    }

    /** Its memory serves another request now, and its end was not seen. */
    private void endUnseen(int slot) {
        end(slot, wasSkipped(slot) ? RequestState.SKIPPED : RequestState.INCOMPLETE);
    }

    private void endLost(int slot) {
        end(slot, RequestState.INCOMPLETE);
    }

    /** The session or its ring is over. */
    private void endOpen(int slot, boolean completionsLost) {
        boolean lostSince = completionsLost && requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) != lost;
        boolean known = requests.getLong(slot, OpenRequests.SUBMIT_NS) != RequestView.NO_TIME && !lostSince
                && !requests.has(slot, OpenRequests.DOUBTFUL);
        if (wasSkipped(slot)) {
            end(slot, RequestState.SKIPPED);
        } else {
            end(slot, known ? RequestState.PENDING : RequestState.INCOMPLETE);
        }
    }

    private boolean wasSkipped(int slot) {
        return (requests.getByte(slot, OpenRequests.SQE_FLAGS) & SqeFlags.CQE_SKIP_SUCCESS) != 0
                && requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) == lost
                && !requests.has(slot, OpenRequests.DOUBTFUL)
                && requests.getInt(slot, OpenRequests.PREP_ERROR) == 0;
    }

    private void end(int slot, RequestState state) {
        RingTable.Entry ring = rings.at(requests.getInt(slot, OpenRequests.RING_INDEX));
        ring.open--;
        if (requests.has(slot, OpenRequests.BY_REQ)) {
            byReq.remove(ring.key, requests.getLong(slot, OpenRequests.REQ));
        }
        if (requests.has(slot, OpenRequests.INDEXED)) {
            byUserData.remove(slot);
        }
        requests.setByte(slot, OpenRequests.STATE, state.code());
        byState[state.code()]++;
        ended++;
        if (requests.getLong(slot, OpenRequests.SUBMIT_NS) != RequestView.NO_TIME) {
            endedWithSubmit++;
        }
        sink.request(cursor.at(slot));
        log.release(requests.getInt(slot, OpenRequests.LOG_HEAD), requests.getInt(slot, OpenRequests.LOG_TAIL));
        requests.release(slot);
    }
}

package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.OpenRequests.NONE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.traffic.EventLayout.CompleteRecord;
import dev.ringspect.protocol.traffic.EventLayout.FileRecord;
import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.MarkRecord;
import dev.ringspect.protocol.traffic.EventLayout.RegisterRecord;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;
import dev.ringspect.protocol.traffic.EventLayout.SubmitRecord;
import dev.ringspect.protocol.traffic.UserDataIndex.Kind;
import dev.ringspect.protocol.uapi.CqeFlags;

/**
 * Makes requests of event records, and hands each on when it ends. Used by one thread. Nothing is allocated for an
 * event, but when a table grows; all tables are limited, and what a limit leaves out is counted.
 *
 * <p>What belongs together is decided as the kernel does it (Linux 5.19 to 6.19):
 * <ul>
 * <li>A completion ends the open request with its ring and request identity, if the user_data is the same. The kernel
 * uses a request's memory again as soon as it is over, for any ring, so a submission with the identity of an open
 * request says that this one's end was not seen: it was to be skipped, it overflowed, or it was lost.
 * <li>A CQE without a request identity belongs to the open request of that kind with that user_data on that ring. If
 * several have it, none is chosen; only of zero-copy sends, whose notifications are all alike, the oldest is.
 * <li>An overflow belongs to the open request with that user_data on that ring. If several have it, it waits until one of
 * them is over without a CQE, or until there are no more of them than overflows.
 * <li>What belongs to no request of a ring that was seen since its creation is a message from another ring or a
 * resource's tag.
 * <li>When a chain fails, its head decides whether the others get CQEs: if the head was to skip its own, they get none.
 * <li>A CQE with F_MORE leaves its request open. The buffer notification of a zero-copy send comes from another
 * request, so a zero-copy send is found by its user_data after its first CQE.
 * </ul>
 */
public final class Correlator implements EventSink {
    /** How many CQEs of one request are kept; all are counted. */
    public static final int KEPT_COMPLETIONS = 1024;
    /** The usual limit of requests that are open at once. */
    public static final int DEFAULT_OPEN_LIMIT = 1 << 18;

    /** What {@link #unnamed} returns when an overflow was taken and its request is not known yet. */
    private static final int WAITS = -2;
    private static final int KEPT_COMPLETIONS_OF_ALL = 1 << 18;
    private static final int FILE_LIMIT = 1 << 16;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final RequestSink sink;
    private final OpenRequests requests;
    /** Open requests by their identity, which only one has at a time; in the table it is the second of the pair. */
    private final PairTable byReq = new PairTable(1024);
    private final UserDataIndex byUserData;
    private final RingTable rings = new RingTable();
    private final FileTable files;
    private final CompletionLog log = new CompletionLog(KEPT_COMPLETIONS_OF_ALL);
    private final RequestWriter records;
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
        this.records = new RequestWriter(requests, log);
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
            case EventLayout.Kind.SUBMIT, EventLayout.Kind.PREP_FAILED -> submit(memory, offset, length);
            case EventLayout.Kind.COMPLETE -> complete(memory, offset, length, false);
            case EventLayout.Kind.OVERFLOW -> complete(memory, offset, length, true);
            case EventLayout.Kind.MARK -> mark(memory, offset, length);
            case EventLayout.Kind.RING -> ring(memory, offset, length);
            case EventLayout.Kind.FILE -> file(memory, offset, length);
            case EventLayout.Kind.REGISTER -> malformed += length < RegisterRecord.SIZE ? 1 : 0;
            default -> malformed++;
        }
    }

    /** Ends the session when nothing is known of losses after the last record. */
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
        int[] open = requests.bySeq();
        for (int slot : open) {
            ambiguous += byUserData.giveUpFor(slot);
        }
        for (int slot : open) {
            endOpen(slot, lostCompletions > 0);
        }
    }

    /** What was seen so far. Allocates. */
    public CorrelatorStatistics statistics() {
        return new CorrelatorStatistics(events, malformed, submits, ended, endedWithSubmit,
                CorrelatorStatistics.counts(byState), requests.open(), refused, auxiliary, ambiguous, strayMarks,
                lostTotal, files.forgotten(), records.completionsCut(), records.untimed(), ringsMade);
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
        ringsMade += (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.RING_CREATED) != 0 ? 1 : 0;
        RingTable.Entry entry = rings.find(Head.address(memory.get(U64, at + Head.RING)));
        if (entry != null && RingTable.replaces(entry, memory, at)) {
            endAllOn(entry);
        }
        rings.describe(memory, at, lost);
    }

    /** The ring that a record is about; what is open on one that had its address before is over. */
    private RingTable.Entry ringOf(MemorySegment memory, long at, int setupFlags, int pid) {
        long identity = memory.get(U64, at + Head.RING);
        long key = Head.address(identity);
        RingTable.Entry entry = rings.find(key);
        if (entry != null) {
            if (!entry.isOther(Head.number(identity))) {
                return rings.used(entry);
            }
            endAllOn(entry);
        }
        return rings.of(key, Head.number(identity), setupFlags, pid);
    }

    /** The kernel frees a ring when the last of its requests is over. */
    private void endAllOn(RingTable.Entry ring) {
        if (ring.indexed) {
            for (int slot = ring.first; slot != NONE; slot = requests.getInt(slot, OpenRequests.RING_NEXT)) {
                ambiguous += byUserData.giveUpFor(slot);
            }
        }
        while (ring.first != NONE) {
            endOpen(ring.first, true);
        }
        ring.indexed = false;
    }

    private void file(MemorySegment memory, long at, int length) {
        if (length < FileRecord.SIZE) {
            malformed++;
        } else {
            files.add(memory, at);
        }
    }

    private void submit(MemorySegment memory, long at, int length) {
        if (length < SubmitRecord.SQE) {
            malformed++;
            return;
        }
        submits++;
        long req = memory.get(U64, at + Head.REQ);
        RingTable.Entry ring = ringOf(memory, at, memory.get(U32, at + SubmitRecord.SETUP_FLAGS),
                memory.get(U32, at + SubmitRecord.PID));
        int before = byReq.get(0, req);
        if (before != NONE) {
            endUnseen(before);
        }
        int slot = open(memory, at, ring, req, memory.get(U32, at + SubmitRecord.PID));
        if (slot == NONE) {
            refused++;
            return;
        }
        records.submitted(slot, memory, at, length);
        indexIfNeeded(slot);
    }

    /** A slot for a request seen for the first time, found by its identity; {@link OpenRequests#NONE} at the limit. */
    private int open(MemorySegment memory, long at, RingTable.Entry ring, long req, int pid) {
        int slot = requests.take();
        if (slot == NONE) {
            return NONE;
        }
        begin(slot, memory, at, ring, pid);
        requests.setLong(slot, OpenRequests.REQ, req);
        if (req != 0) {
            byReq.put(0, req, slot);
            requests.mark(slot, OpenRequests.BY_REQ);
        }
        return slot;
    }

    private void begin(int slot, MemorySegment memory, long at, RingTable.Entry ring, int pid) {
        requests.join(ring, slot);
        records.begun(slot, memory, at, ring, nextSeq++, pid, lost);
    }

    private void complete(MemorySegment memory, long at, int length, boolean overflow) {
        if (length < CompleteRecord.SIZE_NO_PDU) {
            malformed++;
            return;
        }
        RingTable.Entry ring = ringOf(memory, at, 0, 0);
        long req = memory.get(U64, at + Head.REQ);
        long userData = memory.get(U64, at + CompleteRecord.USER_DATA);
        int cqeFlags = memory.get(U32, at + CompleteRecord.CQE_FLAGS);
        boolean ownsReq = req != 0
                && (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.COMPLETE_NO_REQ) == 0;
        int slot = ownsReq ? byReq.get(0, req) : NONE;
        if (slot != NONE && isAnother(slot, ring, userData)) {
            // The identity was used again, and neither the end of the one nor the start of the other was seen.
            endUnseen(slot);
            slot = NONE;
        }
        if (slot == NONE) {
            slot = unnamed(memory, at, ring, userData, cqeFlags, ownsReq, overflow);
        }
        if (slot == WAITS) {
            return;
        }
        boolean more = (cqeFlags & CqeFlags.MORE) != 0;
        if (slot == NONE) {
            unseen(memory, at, length, ring, ownsReq ? req : 0, more, overflow);
            return;
        }
        records.completed(slot, memory, at, length, overflow);
        if (more) {
            keepOpen(slot, ownsReq);
        } else if (overflow || ownsReq || (cqeFlags & CqeFlags.NOTIF) != 0) {
            end(slot, RequestEnd.of(requests, slot, overflow, lost));
        }
    }

    /** A poll's user_data can be changed on the way: that it is another's says nothing unless a record was lost. */
    private boolean isAnother(int slot, RingTable.Entry ring, long userData) {
        return requests.getInt(slot, OpenRequests.RING_INDEX) != ring.index
                || (requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) != lost
                        && requests.has(slot, OpenRequests.HAS_USER_DATA)
                        && requests.getLong(slot, OpenRequests.USER_DATA) != userData);
    }

    /** Finds the open request that a CQE without the request's own identity belongs to, by its user_data. */
    private int unnamed(MemorySegment memory, long at, RingTable.Entry ring, long userData, int cqeFlags,
            boolean ownsReq, boolean overflow) {
        if (ring.open == 0) {
            return NONE;
        }
        index(ring);
        int group = byUserData.group(ring.key, userData);
        if (group == NONE) {
            return NONE;
        }
        if (overflow && (cqeFlags & CqeFlags.MORE) == 0) {
            return overflowed(memory, at, group, cqeFlags);
        }
        if ((cqeFlags & CqeFlags.NOTIF) != 0) {
            ambiguous += byUserData.count(group, Kind.SENT) > 1 ? 1 : 0;
            return byUserData.oldest(group, Kind.SENT);
        }
        if (ownsReq) {
            return byUserData.oldest(group, Kind.ANONYMOUS);
        }
        ambiguous += byUserData.streams(group) > 1 ? 1 : 0;
        return byUserData.stream(group, (cqeFlags & CqeFlags.MORE) != 0);
    }

    private int overflowed(MemorySegment memory, long at, int group, int cqeFlags) {
        if (byUserData.size(group) == 1 && byUserData.waiting(group) == 0) {
            return byUserData.any(group);
        }
        boolean gone = (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.OVERFLOW_DROPPED) != 0;
        byUserData.wait(group, memory.get(U64, at + Head.TIME), memory.get(U32, at + CompleteRecord.RES), cqeFlags,
                gone);
        settle(group);
        return WAITS;
    }

    /** When no more requests are left than overflows wait, every one of them is over. */
    private void settle(int group) {
        while (byUserData.waiting(group) > 0 && byUserData.waiting(group) >= byUserData.size(group)) {
            int slot = byUserData.any(group);
            boolean last = byUserData.size(group) == 1;
            close(slot, overflowState(slot, group));
            if (last) {
                ambiguous += byUserData.giveUp(group);
            }
        }
    }

    /** Gives the request one of the overflows that wait. */
    private RequestState overflowState(int slot, int group) {
        boolean lossless = requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) == lost;
        if (lossless) {
            records.overflowed(slot, byUserData, group);
            ambiguous += byUserData.areAlike(group) ? 0 : 1;
        }
        byUserData.settle(group);
        return RequestEnd.ofOverflowed(requests, slot, lossless);
    }

    /** A CQE whose request was never seen: it began before the session, or its submission was lost. */
    private void unseen(MemorySegment memory, long at, int length, RingTable.Entry ring, long req, boolean more,
            boolean overflow) {
        boolean allSeen = ring.whole && ring.lostAtCreation == lost;
        if (req == 0 && (allSeen || (!more && !overflow))) {
            auxiliary++;
            return;
        }
        int slot = more && !overflow ? open(memory, at, ring, req, ring.ring.pid()) : NONE;
        boolean once = slot == NONE;
        if (once) {
            slot = requests.scratch();
            begin(slot, memory, at, ring, ring.ring.pid());
        }
        records.completed(slot, memory, at, length, overflow);
        if (once) {
            end(slot, RequestState.INCOMPLETE);
        } else {
            indexIfNeeded(slot);
            keepOpen(slot, req != 0);
        }
    }

    /** More CQEs will come; a zero-copy send's memory is free for the next request all the same. */
    private void keepOpen(int slot, boolean ownsReq) {
        if (ownsReq && Streams.isZeroCopy(requests, slot) && requests.has(slot, OpenRequests.BY_REQ)) {
            byReq.remove(0, requests.getLong(slot, OpenRequests.REQ));
            requests.unmark(slot, OpenRequests.BY_REQ);
            if (requests.has(slot, OpenRequests.INDEXED)) {
                byUserData.remove(slot);
                byUserData.add(slot, Kind.SENT);
            } else {
                index(ringOf(slot));
            }
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
        RingTable.Entry ring = ringOf(memory, at, 0, 0);
        int slot = open(ring, memory.get(U64, at + Head.REQ));
        int member = what == MarkRecord.LINK_FAILED ? open(ring, memory.get(U64, at + MarkRecord.OTHER)) : NONE;
        if (slot != NONE) {
            records.marked(slot, what);
        }
        if (member != NONE) {
            records.marked(member, what);
            records.chainFailed(member, memory.get(U32, at + MarkRecord.ARG) != 0);
        }
        strayMarks += slot == NONE && member == NONE ? 1 : 0;
    }

    /** The open request of that identity on that ring. */
    private int open(RingTable.Entry ring, long req) {
        int slot = byReq.get(0, req);
        return slot != NONE && requests.getInt(slot, OpenRequests.RING_INDEX) == ring.index ? slot : NONE;
    }

    private RingTable.Entry ringOf(int slot) {
        return rings.at(requests.getInt(slot, OpenRequests.RING_INDEX));
    }

    private void indexIfNeeded(int slot) {
        if (ringOf(slot).indexed && requests.has(slot, OpenRequests.HAS_USER_DATA)) {
            byUserData.add(slot, Streams.kind(requests, slot));
        }
    }

    /** From now on, the requests of this ring can be found by their user_data. */
    private void index(RingTable.Entry ring) {
        if (ring.indexed) {
            return;
        }
        ring.indexed = true;
        for (int slot = ring.first; slot != NONE; slot = requests.getInt(slot, OpenRequests.RING_NEXT)) {
            indexIfNeeded(slot);
        }
    }

    /** Its memory serves another request now, and its end was not seen. */
    private void endUnseen(int slot) {
        int group = byUserData.groupOf(slot);
        if (RequestEnd.isSkipped(requests, slot, lost)) {
            end(slot, RequestEnd.ofSkipped(requests, slot));
        } else if (group != NONE && byUserData.waiting(group) > 0) {
            end(slot, overflowState(slot, group));
        } else {
            end(slot, RequestState.INCOMPLETE);
        }
    }

    /** The session or its ring is over. */
    private void endOpen(int slot, boolean completionsLost) {
        boolean lostSince = completionsLost && requests.getInt(slot, OpenRequests.LOST_AT_SUBMIT) != lost;
        int group = byUserData.groupOf(slot);
        boolean known = requests.getLong(slot, OpenRequests.SUBMIT_NS) != RequestView.NO_TIME && !lostSince
                && (group == NONE || !byUserData.isDoubtful(group));
        if (RequestEnd.isSkipped(requests, slot, lost)) {
            end(slot, RequestEnd.ofSkipped(requests, slot));
        } else {
            end(slot, known ? RequestState.PENDING : RequestState.INCOMPLETE);
        }
    }

    private void end(int slot, RequestState state) {
        int group = byUserData.groupOf(slot);
        close(slot, state);
        if (group != NONE && byUserData.waiting(group) > 0) {
            if (byUserData.size(group) == 0) {
                ambiguous += byUserData.giveUp(group);
            } else {
                settle(group);
            }
        }
    }

    private void close(int slot, RequestState state) {
        RingTable.Entry ring = ringOf(slot);
        requests.leave(ring, slot);
        if (requests.has(slot, OpenRequests.BY_REQ)) {
            byReq.remove(0, requests.getLong(slot, OpenRequests.REQ));
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

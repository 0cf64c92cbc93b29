package dev.ringspect.protocol.inspect.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.Sqe;

/**
 * Remembers what came from which slot of a ring's queue, to tell an SQE that was sent again because nobody filled its slot.
 * Such an SQE stands out: it is what its slot held a lap before, with the same user_data, on a ring where every other user_data
 * is new. A ring that uses its user_data again by habit is left alone from the first time on that it does.
 *
 * <p>
 * The memory is of a fixed size for all rings together, and what does not fit is forgotten; then an SQE that was sent again
 * goes unnoticed. Nothing is allocated for a request, and one thread uses it.
 */
final class SentBefore {
    /** No request. */
    static final long NEVER = 0;

    /** It is one again, but too little is remembered of its neighbours to say more. */
    private static final long UNSURE = -1;

    private static final int PLACES = 4096;
    private static final int RINGS = 1024;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    /** By place in the queue: which ring and place, which request, what it was, and whether it was one sent again. */
    private final long[] places = new long[PLACES];
    private final long[] requests = new long[PLACES];
    private final long[] userDatas = new long[PLACES];
    private final long[] kept = new long[PLACES];
    private final long[] cleared = new long[PLACES];
    private final long[] verdicts = new long[PLACES];

    /** By user_data: where it was seen last. */
    private final long[] usedIn = new long[PLACES];
    private final long[] used = new long[PLACES];

    /** Rings that use their user_data again. */
    private final int[] habitual = new int[RINGS];

    /** Which request this one is again, {@link #NEVER} for nearly all. May be asked more than once about a request. */
    long of(RequestView request) {
        int ring = request.ring().id();
        int entries = request.ring().sqEntries();
        if (habitual[ring & RINGS - 1] == ring || entries == 0 || entries > PLACES / 2 || request.taken() == 0
                || request.sqeSize() == 0 || (request.ring().setupFlags() & SetupFlags.SQ_REWIND) != 0) {
            return NEVER;
        }
        long place = place(ring, request.taken());
        int at = slot(place);
        if (places[at] == place && requests[at] == request.seq()) {
            return Math.max(NEVER, verdicts[at]);
        }
        long userData = request.userData();
        long same = kept(request);
        long rest = cleared(request);
        long verdict = judge(ring, request, entries, same, rest);
        places[at] = place;
        requests[at] = request.seq();
        userDatas[at] = userData;
        kept[at] = same;
        cleared[at] = rest;
        verdicts[at] = verdict;
        return Math.max(NEVER, verdict);
    }

    private long judge(int ring, RequestView request, int entries, long same, long rest) {
        int lapBefore = slotOf(ring, request.taken() - entries);
        boolean again = lapBefore >= 0 && userDatas[lapBefore] == request.userData() && kept[lapBefore] == same
                && (cleared[lapBefore] == rest || rest == 0);
        int seen = slot(place(ring, (int) mixed(request.userData())));
        long word = (long) ring << 32 | Integer.toUnsignedLong(request.taken());
        boolean known = usedIn[seen] >>> 32 == ring && used[seen] == request.userData();
        boolean elsewhere = known && (int) usedIn[seen] != request.taken() - entries;
        usedIn[seen] = word;
        used[seen] = request.userData();
        int before = slotOf(ring, request.taken() - 1);
        int itsLapBefore = slotOf(ring, request.taken() - 1 - entries);
        boolean neighbourIsKnown = before >= 0 && itsLapBefore >= 0;
        boolean neighbourIsAgain = neighbourIsKnown && userDatas[before] == userDatas[itsLapBefore];
        boolean habit = again ? elsewhere || verdicts[lapBefore] != NEVER || neighbourIsAgain : known;
        if (habit) {
            habitual[ring & RINGS - 1] = ring;
            return NEVER;
        }
        if (!again) {
            return NEVER;
        }
        return neighbourIsKnown && !isTimer(request) ? requests[lapBefore] : UNSURE;
    }

    /** Timers and polls are asked for in the same words each time. */
    private static boolean isTimer(RequestView request) {
        int opcode = request.opcode();
        return opcode == Opcode.TIMEOUT.number() || opcode == Opcode.LINK_TIMEOUT.number()
                || opcode == Opcode.POLL_ADD.number();
    }

    /** The slot of the memory that holds a place of a ring, -1 when it holds another by now. */
    private int slotOf(int ring, int taken) {
        long place = place(ring, taken);
        int at = slot(place);
        return places[at] == place ? at : -1;
    }

    private static long place(int ring, int taken) {
        return (long) ring << 32 | Integer.toUnsignedLong(taken);
    }

    /** Neighbours in one queue lie side by side, so that they never take each other's slot. */
    private static int slot(long place) {
        return (int) (place + (place >>> 32) * 0x9E3779B1L) & PLACES - 1;
    }

    /** What stays in a slot in any case: opcode, file, offset, address, length, and the second half of a long SQE. */
    private static long kept(RequestView request) {
        MemorySegment memory = request.memory();
        long at = request.sqeOffset();
        long hash = Sqe.opcode(memory, at) | (long) Sqe.fd(memory, at) << 32;
        hash = mixed(hash) + memory.get(U64, at + Sqe.OFF);
        hash = mixed(hash) + memory.get(U64, at + Sqe.ADDR);
        hash = mixed(hash) + Sqe.len(memory, at);
        for (long word = at + Sqe.SIZE; word < at + request.sqeSize(); word += Long.BYTES) {
            hash = mixed(hash) + memory.get(U64, word);
        }
        return mixed(hash);
    }

    /** What liburing's io_uring_get_sqe sets to 0 since 2.4; 0 when all of it is. */
    private static long cleared(RequestView request) {
        MemorySegment memory = request.memory();
        long at = request.sqeOffset();
        long hash = Sqe.flags(memory, at) | (long) Sqe.ioprio(memory, at) << 8;
        hash = mixed(hash) + Sqe.opFlags(memory, at);
        hash = mixed(hash) + memory.get(U64, at + Sqe.BUF_INDEX);
        hash = mixed(hash) + memory.get(U64, at + Sqe.ADDR3);
        return mixed(hash) + memory.get(U64, at + Sqe.ADDR3 + Long.BYTES);
    }

    /** Scatters the bits; 0 stays 0. */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }
}

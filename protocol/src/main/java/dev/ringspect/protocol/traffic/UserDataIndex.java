package dev.ringspect.protocol.traffic;

import static dev.ringspect.protocol.traffic.OpenRequests.GROUP;
import static dev.ringspect.protocol.traffic.OpenRequests.INDEXED;
import static dev.ringspect.protocol.traffic.OpenRequests.NONE;
import static dev.ringspect.protocol.traffic.OpenRequests.SAME_NEXT;
import static dev.ringspect.protocol.traffic.OpenRequests.SAME_PREVIOUS;

import java.util.Arrays;

import dev.ringspect.protocol.uapi.CqeFlags;

/**
 * Open requests by (ring, user_data). Users choose user_data, so that many requests may share one: those are a group, of
 * lists by what CQEs they can get, each in the order of submission. Whatever is asked of a group is answered in constant
 * time, however many share it. Only rings that need it are indexed, since most never post a CQE without a request.
 *
 * <p>
 * An overflow says no more of its request than the user_data. While several open requests have it, the overflow waits with
 * the group for the request to be known.
 */
final class UserDataIndex {
    /** What CQEs a request can get that do not name it, besides overflows. */
    enum Kind {
        /** None. */
        PLAIN(0),
        /** Those of a multishot request. */
        STREAM(1),
        /** The notification of a zero-copy send that has its result. */
        SENT(2),
        /** Only CQEs without a request were seen of it, so that its own identity is not known. */
        ANONYMOUS(3);

        private final int list;

        Kind(int list) {
            this.list = list;
        }
    }

    private static final Kind[] KINDS = Kind.values();
    private static final int LISTS = KINDS.length;
    private static final int FIRST_GROUPS = 64;

    private final OpenRequests requests;
    private final PairTable byPair = new PairTable(FIRST_GROUPS);
    private int[] heads = new int[FIRST_GROUPS * LISTS];
    private int[] tails = new int[FIRST_GROUPS * LISTS];
    private int[] counts = new int[FIRST_GROUPS * LISTS];
    private long[] ringKeys = new long[FIRST_GROUPS];
    private long[] userDatas = new long[FIRST_GROUPS];
    private int[] sizes = new int[FIRST_GROUPS];
    private int[] waiting = new int[FIRST_GROUPS];
    private long[] times = new long[FIRST_GROUPS];
    private int[] results = new int[FIRST_GROUPS];
    private int[] cqeFlags = new int[FIRST_GROUPS];
    private boolean[] dropped = new boolean[FIRST_GROUPS];
    private boolean[] alike = new boolean[FIRST_GROUPS];
    private boolean[] doubtful = new boolean[FIRST_GROUPS];
    private int used;
    private int[] free = new int[FIRST_GROUPS];
    private int freeCount;

    UserDataIndex(OpenRequests requests) {
        this.requests = requests;
    }

    /** The group of that user_data on that ring, {@link OpenRequests#NONE} without one. */
    int group(long ringKey, long userData) {
        return byPair.get(ringKey, userData);
    }

    /** The group that an open request stands in, {@link OpenRequests#NONE} when it is not indexed. */
    int groupOf(int slot) {
        return requests.has(slot, INDEXED) ? requests.getInt(slot, GROUP) / LISTS : NONE;
    }

    /** How many open requests a group has. */
    int size(int group) {
        return sizes[group];
    }

    int count(int group, Kind kind) {
        return counts[group * LISTS + kind.list];
    }

    /** The oldest of that kind, {@link OpenRequests#NONE} without one. */
    int oldest(int group, Kind kind) {
        return heads[group * LISTS + kind.list];
    }

    /** How many of a group can get CQEs of a stream that do not name them. */
    int streams(int group) {
        return count(group, Kind.STREAM) + count(group, Kind.ANONYMOUS);
    }

    /**
     * The request that a CQE of a stream belongs to, {@link OpenRequests#NONE} when none can have it or several can.
     *
     * @param more whether the CQE says that more follow; the last one needs a request that said so before
     */
    int stream(int group, boolean more) {
        if (streams(group) > 1) {
            return NONE;
        }
        int stream = oldest(group, count(group, Kind.STREAM) > 0 ? Kind.STREAM : Kind.ANONYMOUS);
        if (more) {
            return stream != NONE || size(group) > 1 ? stream : any(group);
        }
        boolean streaming = stream != NONE && (requests.getInt(stream, OpenRequests.CQE_FLAGS) & CqeFlags.MORE) != 0;
        return streaming ? stream : NONE;
    }

    /** Any request of a group that has one. */
    int any(int group) {
        for (Kind kind : KINDS) {
            if (count(group, kind) > 0) {
                return oldest(group, kind);
            }
        }
        return NONE;
    }

    void add(int slot, Kind kind) {
        long ringKey = requests.getLong(slot, OpenRequests.RING_KEY);
        long userData = requests.getLong(slot, OpenRequests.USER_DATA);
        int group = byPair.get(ringKey, userData);
        if (group == PairTable.NONE) {
            group = take(ringKey, userData);
            byPair.put(ringKey, userData, group);
        }
        int list = group * LISTS + kind.list;
        int tail = tails[list];
        requests.setInt(slot, GROUP, list);
        requests.setInt(slot, SAME_PREVIOUS, tail);
        requests.setInt(slot, SAME_NEXT, NONE);
        if (tail == NONE) {
            heads[list] = slot;
        } else {
            requests.setInt(tail, SAME_NEXT, slot);
        }
        tails[list] = slot;
        counts[list]++;
        sizes[group]++;
        requests.mark(slot, INDEXED);
    }

    /** Takes a request out; a group without any is no more, and {@link #groupOf} its number says nothing. */
    void remove(int slot) {
        int list = requests.getInt(slot, GROUP);
        int next = requests.getInt(slot, SAME_NEXT);
        int previous = requests.getInt(slot, SAME_PREVIOUS);
        if (next == NONE) {
            tails[list] = previous;
        } else {
            requests.setInt(next, SAME_PREVIOUS, previous);
        }
        if (previous == NONE) {
            heads[list] = next;
        } else {
            requests.setInt(previous, SAME_NEXT, next);
        }
        counts[list]--;
        requests.unmark(slot, INDEXED);
        int group = list / LISTS;
        if (--sizes[group] == 0) {
            byPair.remove(ringKeys[group], userDatas[group]);
            free[freeCount++] = group;
        }
    }

    /** An overflow that one of the group's requests owns, which is not known yet. */
    void wait(int group, long time, int result, int flags, boolean gone) {
        alike[group] = waiting[group] == 0
                || (alike[group] && results[group] == result && cqeFlags[group] == flags && dropped[group] == gone);
        times[group] = waiting[group] == 0 ? time : RequestView.NO_TIME;
        waiting[group]++;
        results[group] = result;
        cqeFlags[group] = flags;
        dropped[group] = gone;
    }

    /** How many overflows wait with the group. */
    int waiting(int group) {
        return waiting[group];
    }

    /** One overflow less: its request is known. */
    void settle(int group) {
        waiting[group]--;
    }

    /** {@link #giveUp} for the group of a request; nothing waits for one that is not indexed. */
    int giveUpFor(int slot) {
        int group = groupOf(slot);
        return group == NONE ? 0 : giveUp(group);
    }

    /** The overflows that wait will never be told apart: their number, and the group is doubtful from now on. */
    int giveUp(int group) {
        int given = waiting[group];
        waiting[group] = 0;
        doubtful[group] |= given > 0;
        return given;
    }

    /** Whether a request of the group may be over, without a word of which it is. */
    boolean isDoubtful(int group) {
        return doubtful[group] || waiting[group] > 0;
    }

    /** Whether all overflows that wait say the same, so that it does not matter which is whose. */
    boolean areAlike(int group) {
        return alike[group];
    }

    /** When the overflow happened, {@link RequestView#NO_TIME} when it is one of several: which of them, nobody knows. */
    long time(int group) {
        return times[group];
    }

    int result(int group) {
        return results[group];
    }

    int cqeFlags(int group) {
        return cqeFlags[group];
    }

    boolean isDropped(int group) {
        return dropped[group];
    }

    private int take(long ringKey, long userData) {
        int group;
        if (freeCount > 0) {
            group = free[--freeCount];
        } else {
            if (used == sizes.length) {
                grow();
            }
            group = used++;
        }
        Arrays.fill(heads, group * LISTS, (group + 1) * LISTS, NONE);
        Arrays.fill(tails, group * LISTS, (group + 1) * LISTS, NONE);
        ringKeys[group] = ringKey;
        userDatas[group] = userData;
        waiting[group] = 0;
        doubtful[group] = false;
        return group;
    }

    private void grow() {
        int length = sizes.length * 2;
        heads = Arrays.copyOf(heads, length * LISTS);
        tails = Arrays.copyOf(tails, length * LISTS);
        counts = Arrays.copyOf(counts, length * LISTS);
        ringKeys = Arrays.copyOf(ringKeys, length);
        userDatas = Arrays.copyOf(userDatas, length);
        sizes = Arrays.copyOf(sizes, length);
        waiting = Arrays.copyOf(waiting, length);
        times = Arrays.copyOf(times, length);
        results = Arrays.copyOf(results, length);
        cqeFlags = Arrays.copyOf(cqeFlags, length);
        dropped = Arrays.copyOf(dropped, length);
        alike = Arrays.copyOf(alike, length);
        doubtful = Arrays.copyOf(doubtful, length);
        free = Arrays.copyOf(free, length);
    }
}

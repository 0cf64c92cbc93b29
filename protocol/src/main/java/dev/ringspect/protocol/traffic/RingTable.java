package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;

/**
 * The rings of a session by their address, which the kernel uses again for the next ring. Another ring shows by the number
 * of its creation, never by what is said of it: a ring's flags and entries change while it lives, and the number is not
 * known of rings that are older than the session, or no longer. Nothing tells that a ring was closed, so a full table forgets one without open requests that was not used for long; should it
 * come back, it is a ring of which less is known. Only rings with open requests can be more than the limit.
 */
final class RingTable {
    /** As many as the kernel's side remembers whose requests are told (the map "rings"). */
    private static final int LIMIT = 16_384;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED;

    private final PairTable byKey = new PairTable(64);
    private final List<Entry> entries = new ArrayList<>();
    private final int limit;
    private int seen;
    /** Where the search for a ring to forget goes on. */
    private int hand;

    RingTable() {
        this(LIMIT);
    }

    RingTable(int limit) {
        this.limit = limit;
    }

    /** One address, and the ring that has it now. */
    static final class Entry {
        final long key;
        final int index;
        Ring ring;
        /** Of its creation, 0 when that is not known. */
        int number;
        /** Whether a record described it, so that {@link #ring} is more than a request could tell. */
        boolean described;
        /** Whether its creation was seen, so that every request on it belongs to the session. */
        boolean whole;
        /** What the session's count of lost records was when its creation was seen. */
        int lostAtCreation;
        /** Whether its open requests stand in the index by user_data. */
        boolean indexed;
        /** Requests open on it, and the first and the last of their list by the order of submission. */
        int open;
        int first = OpenRequests.NONE;
        int last = OpenRequests.NONE;
        /** Whether it was used again since the table last looked for a ring to forget. */
        private boolean used;

        private Entry(long key, int index, Ring ring, int number) {
            this.key = key;
            this.index = index;
            this.ring = ring;
            this.number = number;
        }

        /** Whether a record with this number is about another ring. A number that was once known stays so. */
        boolean isOther(int seen) {
            return seen != 0 && seen != number;
        }
    }

    Entry at(int index) {
        return entries.get(index);
    }

    /**
     * The ring of that address; one that no record described is made from what the request knows. When the number is
     * another's, what is open on the one before has to be ended first.
     */
    Entry of(long key, int number, int setupFlags, int pid) {
        int index = byKey.get(0, key);
        if (index == PairTable.NONE) {
            return add(key, new Ring(++seen, -1, setupFlags, 0, 0, pid, "", false), number);
        }
        Entry entry = entries.get(index);
        entry.used = true;
        if (entry.isOther(number)) {
            replace(entry, new Ring(++seen, -1, setupFlags, 0, 0, pid, "", false), number);
        }
        return entry;
    }

    /** The same ring, which is not forgotten next. */
    Entry used(Entry entry) {
        entry.used = true;
        return entry;
    }

    /** The ring that has that address so far, or null without one. */
    @Nullable
    Entry find(long key) {
        int index = byKey.get(0, key);
        return index == PairTable.NONE ? null : entries.get(index);
    }

    /** Whether the record tells of another ring than the one that has its address so far. */
    static boolean replaces(Entry entry, MemorySegment memory, long at) {
        int number = Head.number(memory.get(U64, at + Head.RING));
        return number == 0 ? isCreation(memory, at) : entry.isOther(number);
    }

    /**
     * Takes a ring's record; what was open on a ring that it replaces has to be ended before.
     *
     * @param lost what the session's count of lost records is
     */
    void describe(MemorySegment memory, long at, int lost) {
        long identity = memory.get(U64, at + Head.RING);
        long key = Head.address(identity);
        int number = Head.number(identity);
        Entry entry = find(key);
        if (entry == null) {
            entry = add(key, read(memory, at, ++seen), number);
        } else if (replaces(entry, memory, at)) {
            replace(entry, read(memory, at, ++seen), number);
        } else if (!entry.described || isCreation(memory, at)) {
            entry.ring = read(memory, at, entry.ring.id());
        } else {
            entry.ring = changed(entry.ring, read(memory, at, entry.ring.id()));
        }
        entry.described = true;
        if (isCreation(memory, at)) {
            entry.whole = true;
            entry.lostAtCreation = lost;
        }
    }

    /** What is told again of a ring is what changes in its life, and not who made it. */
    private static Ring changed(Ring before, Ring now) {
        return new Ring(before.id(), before.fd(), now.setupFlags(), now.sqEntries(), now.cqEntries(), before.pid(),
                before.comm(), before.compat());
    }

    private static boolean isCreation(MemorySegment memory, long at) {
        return (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.RING_CREATED) != 0;
    }

    private static void replace(Entry entry, Ring ring, int number) {
        entry.ring = ring;
        entry.number = number;
        entry.described = false;
        entry.whole = false;
    }

    private Entry add(long key, Ring ring, int number) {
        int forgotten = entries.size() < limit ? PairTable.NONE : idle();
        Entry entry = new Entry(key, forgotten == PairTable.NONE ? entries.size() : forgotten, ring,
                number);
        if (forgotten == PairTable.NONE) {
            entries.add(entry);
        } else {
            byKey.remove(0, entries.set(forgotten, entry).key);
        }
        byKey.put(0, key, entry.index);
        return entry;
    }

    /** A ring without open requests, one that was not used since the last look if there is one. */
    private int idle() {
        for (int i = 0; i < 2 * entries.size(); i++) {
            Entry entry = entries.get(hand);
            hand = (hand + 1) % entries.size();
            if (entry.open == 0 && !entry.used) {
                return entry.index;
            }
            entry.used = false;
        }
        return PairTable.NONE;
    }

    /** How many rings are known. */
    int size() {
        return entries.size();
    }

    private static Ring read(MemorySegment memory, long at, int id) {
        byte flags = memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS);
        return new Ring(id, memory.get(U32, at + RingRecord.FD), memory.get(U32, at + RingRecord.SETUP_FLAGS),
                memory.get(U32, at + RingRecord.SQ_ENTRIES), memory.get(U32, at + RingRecord.CQ_ENTRIES),
                memory.get(U32, at + RingRecord.PID), FileTable.text(memory, at + RingRecord.COMM, 16),
                (flags & Head.RING_COMPAT) != 0);
    }
}

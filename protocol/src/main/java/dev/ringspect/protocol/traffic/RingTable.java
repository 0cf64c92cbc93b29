package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.EventLayout.Head;
import dev.ringspect.protocol.traffic.EventLayout.RingRecord;

/**
 * The rings of a session by their identity; an identity is used again by the kernel, then the ring is another. Nothing
 * tells that a ring was closed, so a full table forgets one without open requests that was not used for long; should it
 * come back, it is a ring of which less is known. Only rings with open requests can be more than the limit.
 */
final class RingTable {
    /** As many as the kernel's side can tell apart. */
    private static final int LIMIT = 16_384;
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

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

    /** One identity, and the ring that has it now. */
    static final class Entry {
        final long key;
        final int index;
        Ring ring;
        /** Whether a record described it, so that {@link #ring} is more than a request could tell. */
        boolean described;
        /** Whether its open requests stand in the index by user_data. */
        boolean indexed;
        /** Requests open on it. */
        int open;
        /** Whether it was used again since the table last looked for a ring to forget. */
        private boolean used;

        private Entry(long key, int index, Ring ring) {
            this.key = key;
            this.index = index;
            this.ring = ring;
        }
    }

    Entry at(int index) {
        return entries.get(index);
    }

    /** The ring of that identity; one that no record described is made from what the request knows. */
    Entry of(long key, int setupFlags, int pid) {
        int index = byKey.get(0, key);
        if (index == PairTable.NONE) {
            return add(key, new Ring(++seen, -1, setupFlags, 0, 0, pid, "", false));
        }
        Entry entry = entries.get(index);
        entry.used = true;
        return entry;
    }

    /** The ring of that identity, or null when it was never seen. */
    @Nullable
    Entry find(long key) {
        int index = byKey.get(0, key);
        return index == PairTable.NONE ? null : entries.get(index);
    }

    /** Whether the record tells of another ring than the one that has its identity so far. */
    boolean replaces(Entry entry, MemorySegment memory, long at) {
        boolean created = (memory.get(ValueLayout.JAVA_BYTE, at + Head.FLAGS) & Head.RING_CREATED) != 0;
        return created || (entry.described && entry.ring.setupFlags() != memory.get(U32, at + RingRecord.SETUP_FLAGS));
    }

    /** Takes a ring's record; what was open on a ring that it replaces has to be ended before. */
    void describe(MemorySegment memory, long at, long key) {
        Entry entry = find(key);
        if (entry == null) {
            entry = add(key, read(memory, at, ++seen));
        } else if (replaces(entry, memory, at)) {
            entry.ring = read(memory, at, ++seen);
        } else if (!entry.described) {
            entry.ring = read(memory, at, entry.ring.id());
        }
        entry.described = true;
    }

    private Entry add(long key, Ring ring) {
        int forgotten = entries.size() < limit ? PairTable.NONE : idle();
        Entry entry = new Entry(key, forgotten == PairTable.NONE ? entries.size() : forgotten, ring);
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

package dev.ringspect.tracer.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;

import dev.ringspect.protocol.traffic.EventSink;

/**
 * Records that were moved out of the kernel's buffer unread, because they come faster than they are understood: while the
 * code that understands them is still being compiled, or when traced programs take all processors. Copying is an order of
 * magnitude cheaper than understanding, so a burst fits through. Pieces of memory, filled one after the other.
 */
final class Backlog {
    private static final int PIECE = 4 << 20;
    /** A piece with less room than this is full; no record is longer. */
    private static final int LONGEST_RECORD = 4096;

    private final Arena arena;
    private final int maxPieces;
    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final ArrayDeque<Piece> free = new ArrayDeque<>();
    private int allocated;

    private static final class Piece {
        private final MemorySegment memory;
        private int from;
        private int end;

        Piece(MemorySegment memory) {
            this.memory = memory;
        }
    }

    /** A backlog of at most {@code maxBytes}, allocated as needed. */
    Backlog(Arena arena, long maxBytes) {
        this.arena = arena;
        maxPieces = (int) (maxBytes / PIECE);
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** How many bytes the next {@link #append} may bring; 0 when there is no room. */
    int room() {
        Piece last = pieces.peekLast();
        if (last != null && PIECE - last.end >= LONGEST_RECORD) {
            return PIECE - last.end;
        }
        return free.isEmpty() && allocated == maxPieces ? 0 : PIECE;
    }

    /** Takes whole records, headers included, no more than {@link #room} said. */
    void append(MemorySegment from, long offset, int length) {
        Piece last = pieces.peekLast();
        if (last == null || PIECE - last.end < LONGEST_RECORD) {
            last = fresh();
            pieces.addLast(last);
        }
        MemorySegment.copy(from, offset, last.memory, last.end, length);
        last.end += length;
    }

    private Piece fresh() {
        Piece used = free.pollFirst();
        if (used != null) {
            used.from = 0;
            used.end = 0;
            return used;
        }
        allocated++;
        return new Piece(arena.allocate(PIECE, 8));
    }

    /** Hands over the oldest records, about {@code maxBytes} of them; returns how many they were. */
    int drain(EventSink sink, int maxBytes) {
        Piece first = pieces.peekFirst();
        if (first == null) {
            return 0;
        }
        int stop = Math.min(first.end, first.from + maxBytes);
        int records = 0;
        while (first.from < stop) {
            int at = first.from;
            int length = first.memory.get(ValueLayout.JAVA_INT, at);
            first.from += (int) BpfRing.size(length);
            if (!BpfRing.isDiscarded(length)) {
                records++;
                sink.event(first.memory, at + BpfRing.HEADER, length);
            }
        }
        if (first.from == first.end) {
            pieces.removeFirst();
            free.addLast(first);
        }
        return records;
    }
}

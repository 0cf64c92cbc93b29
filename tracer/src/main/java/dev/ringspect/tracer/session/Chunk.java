package dev.ringspect.tracer.session;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

/** A stretch of a {@link Spool}: some records in a row, in memory or in the file. All but the memory's bytes is guarded by the spool's lock. */
final class Chunk {
    /** Number of its first request, counted from 0 over the session. */
    final long firstIndex;
    /** Its memory; null once it is in the file. */
    @Nullable
    MemorySegment memory;
    /** Where it is in the file. */
    long fileOffset;
    /** Bytes and requests that readers may read. */
    int bytes;
    int requests;
    /** Readers that are reading it. */
    int pins;
    /** Whether nothing more is written to it. */
    boolean full;
    /** Whether the spool has given it up. */
    boolean dropped;
    /** The chunk after it. */
    @Nullable
    Chunk next;

    Chunk(long firstIndex, MemorySegment memory) {
        this.firstIndex = firstIndex;
        this.memory = memory;
    }
}

package dev.ringspect.tracer.session;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.Request;
import dev.ringspect.protocol.traffic.RequestSink;

/**
 * Reads a session's requests in the order of their end, later than the thread that makes them, at its own pace. Used by one
 * thread.
 */
public final class RequestReader implements AutoCloseable {
    private final Spool spool;
    private final Arena arena;
    private final int chunkBytes;
    private @Nullable MemorySegment loaded;
    private @Nullable Chunk loadedChunk;

    // Where it is; guarded by the spool's lock.
    private @Nullable Chunk at;
    private int offset;
    private long position;
    private long missed;

    RequestReader(Spool spool, Arena arena, int chunkBytes) {
        this.spool = spool;
        this.arena = arena;
        this.chunkBytes = chunkBytes;
    }

    /**
     * Hands requests that are there to {@code sink}, and waits for the first one if there is none. They may be kept: each
     * is a {@link Request}.
     *
     * @param max how many at most
     * @param timeoutMillis how long to wait at most; 0 does not wait
     * @return how many were handed over
     */
    public int read(RequestSink sink, int max, int timeoutMillis) throws InterruptedException {
        int count = 0;
        while (count < max) {
            Chunk chunk = spool.await(this, count == 0 ? timeoutMillis : 0);
            if (chunk == null) {
                return count;
            }
            int handed = 0;
            int from = offset;
            try {
                MemorySegment memory = memory(chunk);
                int end = available(chunk);
                while (from < end && count + handed < max) {
                    Request request = RequestRecord.read(memory, from, spool.references);
                    from += RequestRecord.length(memory, from);
                    handed++;
                    sink.request(request);
                }
            } finally {
                advance(from, handed);
                spool.unpin(chunk);
            }
            count += handed;
        }
        return count;
    }

    private MemorySegment memory(Chunk chunk) {
        MemorySegment memory = chunk.memory;
        if (memory != null) {
            return memory;
        }
        MemorySegment own = loaded;
        if (own == null) {
            own = arena.allocate(chunkBytes, 8);
            loaded = own;
        }
        if (loadedChunk != chunk) {
            spool.load(chunk, own);
            loadedChunk = chunk;
        }
        return own;
    }

    private int available(Chunk chunk) {
        spool.lock.lock();
        try {
            return chunk.bytes;
        } finally {
            spool.lock.unlock();
        }
    }

    private void advance(int to, int requests) {
        spool.lock.lock();
        try {
            offset = to;
            position += requests;
        } finally {
            spool.lock.unlock();
        }
    }

    /** The chunk to read next, null when there is nothing; under the spool's lock. */
    @Nullable
    Chunk locate(@Nullable Chunk oldest) {
        Chunk chunk = at;
        if (chunk == null || chunk.dropped) {
            if (oldest == null) {
                return null;
            }
            chunk = oldest;
            offset = 0;
            missed += oldest.firstIndex - position;
            position = oldest.firstIndex;
        }
        while (offset >= chunk.bytes && chunk.full && chunk.next != null) {
            chunk = chunk.next;
            offset = 0;
        }
        at = chunk;
        return offset < chunk.bytes ? chunk : null;
    }

    /** Number of the next request, from 0; under the spool's lock. */
    long position() {
        return position;
    }

    /** Requests that were given up before this reader came to them. */
    public long missed() {
        spool.lock.lock();
        try {
            return missed;
        } finally {
            spool.lock.unlock();
        }
    }

    /** Whether the session has ended, and this reader has read all. */
    public boolean finished() {
        return spool.finishedFor(this);
    }

    /** Stops reading; nothing is kept for this reader any more. */
    @Override
    public void close() {
        spool.remove(this);
    }
}

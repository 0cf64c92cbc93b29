package dev.ringspect.tracer.session;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.RequestSink;
import dev.ringspect.protocol.traffic.RequestView;

/**
 * Requests between the thread that makes them and those that read them: chunks of memory outside the heap, oldest first,
 * and a file after them where all is to be kept. The writer takes the lock once a batch, and waits for readers only
 * where {@link Keep.All} says so.
 */
final class Spool implements RequestSink, AutoCloseable {
    private static final int USUAL_CHUNK = 1 << 20;
    /** How many requests wait at most for their publication. */
    private static final int BATCH = 1024;

    final ReentrantLock lock = new ReentrantLock();
    final References references = new References();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Keep keep;
    private final int chunkBytes;
    private final int maxChunks;
    private final Arena arena = Arena.ofShared();
    private final ArrayDeque<MemorySegment> free = new ArrayDeque<>();
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
    private final List<RequestReader> readers = new ArrayList<>();
    private @Nullable SpillFile file;
    private int allocated;
    private boolean finished;
    private boolean closed;

    // The writer's own: what is written and not yet published.
    private @Nullable Chunk current;
    private int written;
    private int unpublished;
    private long total;

    Spool(Keep keep) {
        this(keep, USUAL_CHUNK);
    }

    Spool(Keep keep, int chunkBytes) {
        this.keep = keep;
        this.chunkBytes = chunkBytes;
        maxChunks = (int) Math.max(2, switch (keep) {
            case Keep.Nothing() -> 0;
            case Keep.Recent(long memoryBytes) -> memoryBytes / chunkBytes;
            case Keep.All all -> all.memoryBytes() / chunkBytes;
        });
    }

    RequestReader reader() {
        lock.lock();
        try {
            RequestReader reader = new RequestReader(this, arena, chunkBytes);
            readers.add(reader);
            return reader;
        } finally {
            lock.unlock();
        }
    }

    void remove(RequestReader reader) {
        lock.lock();
        try {
            readers.remove(reader);
            dropRead();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void request(RequestView request) {
        if (keep instanceof Keep.Nothing) {
            return;
        }
        Chunk chunk = current;
        if (chunk == null || written + RequestRecord.MAX_SIZE > chunkBytes) {
            chunk = nextChunk();
            if (chunk == null) {
                return;
            }
        }
        MemorySegment memory = chunk.memory;
        if (memory == null) {
            throw new IllegalStateException("the chunk being written is in memory");
        }
        written += RequestRecord.write(request, references, memory, written);
        total++;
        if (++unpublished >= BATCH) {
            publish();
        }
    }

    /** Lets readers see what was written. */
    void publish() {
        if (unpublished == 0) {
            return;
        }
        lock.lock();
        try {
            publishLocked();
        } finally {
            lock.unlock();
        }
    }

    private void publishLocked() {
        Chunk chunk = current;
        if (chunk != null) {
            chunk.bytes = written;
            chunk.requests += unpublished;
        }
        unpublished = 0;
        arrived.signalAll();
    }

    /** No more will come. */
    void finish() {
        lock.lock();
        try {
            publishLocked();
            finished = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the current chunk and begins the next one; null when the spool is closed. */
    private @Nullable Chunk nextChunk() {
        lock.lock();
        try {
            publishLocked();
            Chunk before = current;
            if (before != null) {
                before.full = true;
            }
            MemorySegment memory = memory(before);
            if (memory == null) {
                return null;
            }
            Chunk chunk = new Chunk(total, memory);
            if (before != null) {
                before.next = chunk;
            }
            chunks.addLast(chunk);
            current = chunk;
            written = 0;
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable MemorySegment memory(@Nullable Chunk before) {
        while (!closed) {
            dropRead();
            if (!free.isEmpty()) {
                return free.removeFirst();
            }
            if (allocated < maxChunks) {
                return allocate();
            }
            switch (keep) {
                case Keep.Nothing() -> throw new IllegalStateException("nothing is kept");
                case Keep.Recent ignored -> {
                    dropOldest();
                    // A reader may hold what was dropped; there are fewer of those than readers, so this stays bounded.
                    return free.isEmpty() ? allocate() : free.removeFirst();
                }
                case Keep.All all -> {
                    if (before != null && spill(before, all)) {
                        continue;
                    }
                    room.awaitUninterruptibly();
                }
            }
        }
        return null;
    }

    private MemorySegment allocate() {
        allocated++;
        return arena.allocate(chunkBytes, 8);
    }

    /** Gives up chunks that every reader has read; without a reader nothing was read. */
    private void dropRead() {
        while (keep instanceof Keep.All && !readers.isEmpty() && !chunks.isEmpty()) {
            Chunk oldest = chunks.getFirst();
            long end = oldest.firstIndex + oldest.requests;
            if (!oldest.full || readers.stream().anyMatch(reader -> reader.position() < end)) {
                return;
            }
            dropOldest();
        }
    }

    private void dropOldest() {
        Chunk oldest = chunks.removeFirst();
        oldest.dropped = true;
        if (oldest.pins == 0) {
            reuse(oldest);
        }
        if (file != null && chunks.stream().noneMatch(chunk -> chunk.memory == null)) {
            file.rewind();
        }
    }

    private void reuse(Chunk chunk) {
        MemorySegment memory = chunk.memory;
        if (memory != null) {
            chunk.memory = null;
            free.addLast(memory);
        }
    }

    /** Moves a full chunk to the file, so that its memory is free; false when that is not possible. */
    private boolean spill(Chunk chunk, Keep.All limits) {
        MemorySegment memory = chunk.memory;
        if (memory == null || chunk.pins > 0) {
            return false;
        }
        try {
            if (file == null) {
                file = SpillFile.create(limits.directory(), limits.fileBytes());
            }
            long offset = file.append(memory, chunk.bytes);
            if (offset < 0) {
                return false;
            }
            chunk.fileOffset = offset;
            reuse(chunk);
            return true;
        } catch (IOException e) {
            // The disk is full, or the directory not writable: the readers have to make room.
            return false;
        }
    }

    // What follows is for readers.

    /** Waits until {@code reader} has something to read, pins the chunk it is in, and returns it; null when not in time. */
    @Nullable
    Chunk await(RequestReader reader, int timeoutMillis) throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lockInterruptibly();
        try {
            while (true) {
                Chunk chunk = reader.locate(chunks.peekFirst());
                if (chunk != null) {
                    chunk.pins++;
                    return chunk;
                }
                if (finished || closed || left <= 0) {
                    return null;
                }
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives back a chunk that {@link #await} pinned. */
    void unpin(Chunk chunk) {
        lock.lock();
        try {
            chunk.pins--;
            if (chunk.pins == 0 && chunk.dropped) {
                reuse(chunk);
            }
            dropRead();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Reads a chunk that is in the file. */
    void load(Chunk chunk, MemorySegment into) {
        SpillFile from = file;
        if (from == null) {
            throw new IllegalStateException("no file, but a chunk in it");
        }
        from.read(chunk.fileOffset, into, chunk.bytes);
    }

    boolean finishedFor(RequestReader reader) {
        lock.lock();
        try {
            return closed || (finished && reader.position() >= total);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the memory and the file back. Readers must have stopped, and the writer too. */
    @Override
    public void close() {
        abandon();
        if (arena.scope().isAlive()) {
            arena.close();
        }
        if (file != null) {
            file.close();
        }
    }

    /** Lets nobody wait any longer, the writer neither. */
    void abandon() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

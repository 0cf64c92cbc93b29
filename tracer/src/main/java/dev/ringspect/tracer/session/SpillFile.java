package dev.ringspect.tracer.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A temporary file without a name: it is gone with the process, however that ends. */
final class SpillFile implements AutoCloseable {
    private final FileChannel channel;
    private final long limit;
    private long end;

    private SpillFile(FileChannel channel, long limit) {
        this.channel = channel;
        this.limit = limit;
    }

    static SpillFile create(Path directory, long limit) throws IOException {
        Path path = Files.createTempFile(directory, "ringspect-", ".requests");
        // Linux removes the name as soon as it is open.
        return new SpillFile(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE), limit);
    }

    /** Writes {@code length} bytes; returns where they are, or -1 when the file may not grow that much. */
    long append(MemorySegment bytes, int length) throws IOException {
        if (end + length > limit) {
            return -1;
        }
        long offset = end;
        ByteBuffer buffer = bytes.asSlice(0, length).asByteBuffer();
        for (long at = offset; buffer.hasRemaining();) {
            at += channel.write(buffer, at);
        }
        end += length;
        return offset;
    }

    void read(long offset, MemorySegment into, int length) {
        ByteBuffer buffer = into.asSlice(0, length).asByteBuffer();
        try {
            for (long at = offset; buffer.hasRemaining();) {
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new IllegalStateException("the file of requests is shorter than what was written");
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading the requests that were put aside", e);
        }
    }

    /** Nothing in it is needed any more. */
    void rewind() {
        end = 0;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing the file of requests", e);
        }
    }
}

package dev.ringspect.tracer.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** The helper with {@code --stdout}, and a reader of its stream that shares nothing with the product's. */
final class EventStream implements AutoCloseable {
    private static final long MAGIC = 0x3172747363657072L;
    private static final int HEADER_SIZE = 104;
    private static final int PREFIX_SIZE = 8;
    private static final int COUNTERS_SIZE = 32;

    /** What the kernel could not hand over. */
    record Lost(long submit, long prepFailed, long complete, long other) {
        long total() {
            return submit + prepFailed + complete + other;
        }
    }

    private final Process process;
    private final Path errors;
    private final Thread reader;
    private final CountDownLatch attached = new CountDownLatch(1);
    private final CountDownLatch mayRead;
    private final List<Event> events = new ArrayList<>();
    private Lost lost = new Lost(0, 0, 0, 0);
    private @Nullable String failure;

    private EventStream(List<String> command, boolean paused) throws IOException {
        this.errors = Files.createTempFile("ringspect-helper", ".err");
        this.process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        this.mayRead = new CountDownLatch(paused ? 1 : 0);
        this.reader = Thread.ofPlatform().daemon().name("event stream").start(this::read);
    }

    /** Starts the helper and waits until it has attached. */
    static EventStream start(String... options) {
        return startCommand(helper(options), false);
    }

    /** As {@link #start}, but nothing past the header is read before {@link #resume}. */
    static EventStream startPaused(String... options) {
        return startCommand(helper(options), true);
    }

    static EventStream startCommand(List<String> command, boolean paused) {
        try {
            EventStream stream = new EventStream(command, paused);
            if (!stream.attached.await(60, TimeUnit.SECONDS) || stream.failure() != null) {
                String complaint = stream.complaint() + stream.process.toHandle().info() + ", "
                        + (stream.process.waitFor(1, TimeUnit.SECONDS) ? "exit " + stream.process.exitValue() : "runs");
                stream.close();
                throw new IllegalStateException("the helper did not attach: " + stream.failure() + "\n" + complaint);
            }
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> helper(String... options) {
        return Stream.concat(Stream.of(LiveLab.helper().toString(), "--stdout"),
                Stream.of(options)).toList();
    }

    int pid() {
        return (int) process.pid();
    }

    Process process() {
        return process;
    }

    void resume() {
        mayRead.countDown();
    }

    /** Ends the helper, reads its stream to the end, and returns every record of it. */
    List<Event> stop() {
        resume();
        end();
        join();
        synchronized (events) {
            assertThat(failure).isNull();
            return List.copyOf(events);
        }
    }

    /** Asks the helper to end; it may be the child of what was started. */
    private void end() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.toHandle().destroy();
    }

    /** The counters at the stream's end. */
    Lost lost() {
        synchronized (events) {
            return lost;
        }
    }

    /** What has arrived so far. */
    List<Event> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Waits until an event arrives that fulfils {@code wanted}. */
    void await(Predicate<Event> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        synchronized (events) {
            int from = 0;
            while (true) {
                for (; from < events.size(); from++) {
                    if (wanted.test(events.get(from))) {
                        return;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left).as("milliseconds left to wait for an event; helper: " + complaint()).isPositive();
                try {
                    events.wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private @Nullable String failure() {
        synchronized (events) {
            return failure;
        }
    }

    String complaint() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void join() {
        try {
            reader.join(60_000);
            assertThat(reader.isAlive()).as("still reading the helper's stream").isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(process.getInputStream())) {
            ByteBuffer header = buffer(bytes(in, HEADER_SIZE));
            if (header.getLong(0) != MAGIC || header.getInt(8) != 3) {
                throw new IOException("not a stream of version 3");
            }
            attached.countDown();
            mayRead.await();
            while (true) {
                int length = buffer(bytes(in, PREFIX_SIZE)).getInt(0);
                byte[] record = bytes(in, length == 0 ? COUNTERS_SIZE : length);
                in.skipNBytes(-record.length & 7);
                take(length, record);
            }
        } catch (EOFException e) {
            if (attached.getCount() != 0) {
                synchronized (events) {
                    failure = "it ended before its header";
                }
                attached.countDown();
            }
        } catch (IOException | InterruptedException e) {
            synchronized (events) {
                failure = e.toString();
            }
            attached.countDown();
        }
    }

    private void take(int length, byte[] record) {
        synchronized (events) {
            if (length == 0) {
                ByteBuffer counts = buffer(record);
                lost = new Lost(counts.getLong(0), counts.getLong(8), counts.getLong(16), counts.getLong(24));
            } else {
                events.add(new Event(record));
            }
            events.notifyAll();
        }
    }

    private static byte[] bytes(DataInputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        in.readFully(bytes);
        return bytes;
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        resume();
        end();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join(10_000);
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

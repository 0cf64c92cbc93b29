package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An eventfd by which one thread wakes another that polls. */
public final class WakeEvent implements AutoCloseable {
    private final Descriptor event;
    private boolean closed;

    private WakeEvent(Descriptor event) {
        this.event = event;
    }

    /** A new event, not signalled. */
    public static SysResult<WakeEvent> open() {
        return Descriptor.of("eventfd", SystemCalls.linux().eventfd())
                .then(fd -> new SysResult.Ok<>(new WakeEvent(fd)));
    }

    /** The descriptor to poll. */
    public int fd() {
        return event.fd();
    }

    /** Makes the descriptor readable; may be called by any thread, after {@link #close} too. */
    public synchronized void signal() {
        if (closed) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_LONG, 1L);
            SystemCalls.linux().write(fd(), one, 8);
        }
    }

    /** Takes all signals, so that the descriptor is not readable until the next. */
    public void clear() {
        try (Arena arena = Arena.ofConfined()) {
            SystemCalls.linux().read(fd(), arena.allocate(8, 8), 8);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        event.close();
    }
}

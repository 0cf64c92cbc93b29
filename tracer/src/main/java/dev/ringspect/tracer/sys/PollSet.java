package dev.ringspect.tracer.sys;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A fixed set of descriptors to wait on for input; used by one thread. */
public final class PollSet {
    private static final int SIZE = 8;
    private static final short POLLIN = 1;
    private static final short POLLERR = 8;
    private static final short POLLHUP = 16;

    private final MemorySegment pollfds;
    private final int count;

    /**
     * A set of descriptors, in order.
     *
     * @param owner holds the set's memory
     */
    public PollSet(Arena owner, int... fds) {
        count = fds.length;
        pollfds = owner.allocate((long) count * SIZE, 8);
        for (int i = 0; i < count; i++) {
            pollfds.set(ValueLayout.JAVA_INT, (long) i * SIZE, fds[i]);
            pollfds.set(ValueLayout.JAVA_SHORT, (long) i * SIZE + 4, POLLIN);
        }
    }

    /**
     * Waits until one of them is ready, or the time is over. An interrupting signal counts as the time being over.
     *
     * @param timeoutMillis 0 does not wait, negative waits for ever
     * @return how many are ready, or the negative errno
     */
    public long await(int timeoutMillis) {
        long ready = SystemCalls.linux().poll(pollfds, count, timeoutMillis);
        return ready == -Errno.EINTR ? 0 : ready;
    }

    /** Whether there is input on the {@code index}-th descriptor, or its other end is gone. */
    public boolean ready(int index) {
        return (revents(index) & (POLLIN | POLLERR | POLLHUP)) != 0;
    }

    /** Whether the other end of the {@code index}-th descriptor is gone. */
    public boolean hungUp(int index) {
        return (revents(index) & (POLLERR | POLLHUP)) != 0;
    }

    private short revents(int index) {
        return pollfds.get(ValueLayout.JAVA_SHORT, (long) index * SIZE + 6);
    }
}

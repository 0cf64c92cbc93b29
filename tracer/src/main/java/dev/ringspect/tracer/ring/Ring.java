package dev.ringspect.tracer.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.uapi.CqeFlags;
import dev.ringspect.protocol.uapi.RegisterOpcode;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.tracer.sys.Descriptor;
import dev.ringspect.tracer.sys.Errno;
import dev.ringspect.tracer.sys.MappedMemory;
import dev.ringspect.tracer.sys.SysError;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.SystemCalls;

/**
 * An io_uring of this process. One thread at a time uses it; with SINGLE_ISSUER that is the thread that opened it (or,
 * with R_DISABLED, that enabled it). Nothing is allocated for a submission or a completion. Results of calls on the way
 * are the kernel's: 0 or more, or a negative errno, which {@link #explain} puts into words.
 */
public final class Ring implements AutoCloseable {
    private static final long OFF_SQ_RING = 0;
    private static final long OFF_SQES = 0x1000_0000L;

    private static final int ENTER_GETEVENTS = 1;
    private static final int ENTER_SQ_WAKEUP = 1 << 1;
    private static final int ENTER_SQ_WAIT = 1 << 2;
    private static final int ENTER_EXT_ARG = 1 << 3;
    private static final int ENTER_REGISTERED_RING = 1 << 4;
    private static final int SQ_NEED_WAKEUP = 1;
    private static final int SQ_CQ_OVERFLOW = 1 << 1;
    private static final int SQ_TASKRUN = 1 << 2;

    private static final int GETEVENTS_ARG = 24;
    private static final int TIMESPEC = 16;
    private static final int RSRC_UPDATE = 16;
    private static final int ANY_PLACE = -1;

    private final SystemCalls calls = SystemCalls.linux();
    private final Descriptor descriptor;
    private final RingLayout layout;
    private final MappedMemory ring;
    private final MappedMemory sqes;
    private final MemorySegment waitArgument;
    private final int sqMask;
    private final int cqMask;
    private final int sqeSize;
    private final int cqeShift;
    private final boolean mixed;
    private final int sqHead;
    private final int cqHead;
    private final int cqTail;
    private final int cqes;
    private final boolean polled;
    private final Cqe cqe;

    // Slots handed out; counts without end, like the kernel's own heads and tails.
    private int prepared;
    // The kernel's head when it was last looked at; it only ever moves on.
    private int taken;
    private boolean closed;
    // The thread that named the ring by a number of its own, and that number.
    private @Nullable Thread registrant;
    private int registered;

    private Ring(Descriptor descriptor, RingLayout layout, MappedMemory ring, MappedMemory sqes) {
        this.descriptor = descriptor;
        this.layout = layout;
        this.ring = ring;
        this.sqes = sqes;
        waitArgument = Arena.ofAuto().allocate(GETEVENTS_ARG + TIMESPEC, 8);
        waitArgument.set(ValueLayout.JAVA_LONG, 16, waitArgument.address() + GETEVENTS_ARG);
        cqe = new Cqe(ring);
        sqHead = layout.sqHead();
        cqHead = layout.cqHead();
        cqTail = layout.cqTail();
        cqes = layout.cqes();
        polled = layout.has(SetupFlags.SQPOLL);
        sqMask = ring.getInt(layout.sqMask());
        cqMask = ring.getInt(layout.cqMask());
        sqeSize = layout.sqeSize();
        cqeShift = layout.cqeSize() == 32 ? 5 : 4;
        mixed = layout.has(SetupFlags.CQE_MIXED);
        if (!layout.has(SetupFlags.NO_SQARRAY)) {
            // Slot n is always entry n, so the index array is written once.
            for (int i = 0; i <= sqMask; i++) {
                ring.putInt(layout.sqArray() + 4L * i, 0, i);
            }
        }
    }

    /** Sets up a ring. A refusal says which option the running kernel does not take, and what to do. */
    public static SysResult<Ring> open(RingOptions options) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment params = scratch.allocate(RingLayout.PARAMS_SIZE, 8);
            RingLayout.fill(params, options);
            if ((options.flags() & (SetupFlags.NO_MMAP | SetupFlags.REGISTERED_FD_ONLY)) != 0) {
                return new SysResult.Failed<>(SetupRefusal.explain(options, Errno.EINVAL));
            }
            long fd = SystemCalls.linux().ioUringSetup(options.entries(), params);
            if (fd < 0) {
                return new SysResult.Failed<>(SetupRefusal.explain(options, (int) -fd));
            }
            return Descriptor.of("io_uring_setup", fd).then(descriptor -> map(descriptor, RingLayout.read(params)));
        }
    }

    private static SysResult<Ring> map(Descriptor descriptor, RingLayout layout) {
        SysResult<Ring> opened = MappedMemory.map(descriptor.fd(), OFF_SQ_RING, layout.ringSize())
                .then(ring -> sqes(descriptor, layout, ring)
                        .then(sqes -> new SysResult.Ok<>(new Ring(descriptor, layout, ring, sqes))));
        if (opened instanceof SysResult.Failed<Ring>) {
            descriptor.close();
        }
        return opened;
    }

    private static SysResult<MappedMemory> sqes(Descriptor descriptor, RingLayout layout, MappedMemory ring) {
        SysResult<MappedMemory> sqes = MappedMemory.map(descriptor.fd(), OFF_SQES,
                (long) layout.sqEntries() * layout.sqeSize());
        if (sqes instanceof SysResult.Failed<MappedMemory>) {
            ring.detach();
        }
        return sqes;
    }

    /** The ring's descriptor. */
    public int fd() {
        return descriptor.fd();
    }

    /** {@code IORING_SETUP_*} as the kernel took them. */
    public int setupFlags() {
        return layout.flags();
    }

    /** {@code IORING_FEAT_*} of the running kernel. */
    public int features() {
        return layout.features();
    }

    /** Slots in the submission queue. */
    public int sqEntries() {
        return layout.sqEntries();
    }

    /** Slots in the completion queue; a 32-byte completion on a mixed ring takes two. */
    public int cqEntries() {
        return layout.cqEntries();
    }

    /**
     * Moves {@code slot} to the next free slot and clears it.
     *
     * @return false when the submission queue is full: submit first
     */
    public boolean next(SqeSlot slot) {
        if (prepared - taken > sqMask) {
            taken = sqHead();
            if (prepared - taken > sqMask) {
                return false;
            }
        }
        slot.moveTo(sqes, (long) (prepared & sqMask) * sqeSize, sqeSize);
        prepared++;
        return true;
    }

    /**
     * Gives the kernel all that was prepared. On an SQPOLL ring its thread takes it, and is woken if it sleeps.
     *
     * @return how many entries the kernel took (SQPOLL: how many it was given), or a negative errno. Fewer than were
     *     prepared when one failed at prep on a ring without SUBMIT_ALL: the rest stays queued for the next call.
     */
    public long submit() {
        return submit(0, 0);
    }

    /** As {@link #submit()}, and waits until {@code completions} are there to be reaped. */
    public long submitAndWait(int completions) {
        return submit(completions, ENTER_GETEVENTS);
    }

    private long submit(int completions, int enterFlags) {
        int flags = enterFlags;
        int count = publish();
        int sqFlags = ring.getIntAcquire(layout.sqFlags());
        if ((sqFlags & (SQ_CQ_OVERFLOW | SQ_TASKRUN)) != 0) {
            flags |= ENTER_GETEVENTS;
        }
        if (polled) {
            if ((sqFlags & SQ_NEED_WAKEUP) != 0) {
                flags |= ENTER_SQ_WAKEUP;
            }
            if (flags == 0) {
                return count;
            }
        } else if (count == 0 && flags == 0) {
            return 0;
        }
        while (true) {
            long result = enter(count, completions, flags, MemorySegment.NULL, 0);
            if (result != -Errno.EINTR) {
                return result;
            }
            count = prepared - sqHead();
        }
    }

    /** Publishes the tail; returns how many entries wait between the kernel's head and it. */
    private int publish() {
        ring.setIntRelease(layout.sqTail(), prepared);
        if (polled) {
            // The poller sets NEED_WAKEUP and then looks at the tail once more; our order must mirror that.
            VarHandle.fullFence();
        }
        return prepared - sqHead();
    }

    private int sqHead() {
        return ring.getIntAcquire(sqHead);
    }

    /** On an SQPOLL ring: whether its thread sleeps, so that the next {@link #submit} wakes it. */
    public boolean pollThreadSleeps() {
        return (ring.getIntAcquire(layout.sqFlags()) & SQ_NEED_WAKEUP) != 0;
    }

    /** On an SQPOLL ring: waits until its thread has made room in the submission queue. */
    public long awaitSlot() {
        return enter(0, 0, ENTER_SQ_WAIT, MemorySegment.NULL, 0);
    }

    /**
     * Waits until {@code completions} are there to be reaped.
     *
     * @return 0 or more, {@code -ETIME} when the time was over before, or another negative errno
     */
    public long await(int completions, long timeoutNanos) {
        long end = System.nanoTime() + timeoutNanos;
        while (available() < completions) {
            long left = Math.max(0, end - System.nanoTime());
            waitArgument.set(ValueLayout.JAVA_LONG, GETEVENTS_ARG, left / 1_000_000_000L);
            waitArgument.set(ValueLayout.JAVA_LONG, GETEVENTS_ARG + 8, left % 1_000_000_000L);
            long result = enter(0, completions, ENTER_GETEVENTS | ENTER_EXT_ARG, waitArgument,
                    GETEVENTS_ARG);
            if (result < 0 && result != -Errno.EINTR) {
                return result;
            }
        }
        return 0;
    }

    /** Slots of the completion queue that hold something. */
    public int available() {
        return ring.getIntAcquire(cqTail) - ring.getInt(cqHead);
    }

    /**
     * Hands every completion that is there to {@code sink}, those the kernel keeps because the queue overflowed too, and
     * gives their slots back. Does not wait.
     *
     * @return how many were handed over, or the negative errno of fetching the overflowed ones
     */
    public long reap(CqeSink sink) {
        long reaped = drain(sink);
        while ((ring.getIntAcquire(layout.sqFlags()) & (SQ_CQ_OVERFLOW | SQ_TASKRUN)) != 0) {
            long result = enter(0, 0, ENTER_GETEVENTS, MemorySegment.NULL, 0);
            if (result < 0 && result != -Errno.EINTR) {
                return result;
            }
            reaped += drain(sink);
        }
        return reaped;
    }

    private int drain(CqeSink sink) {
        int head = ring.getInt(cqHead);
        int tail = ring.getIntAcquire(cqTail);
        int reaped = 0;
        try {
            while (head != tail) {
                long at = cqes + ((long) (head & cqMask) << cqeShift);
                boolean isCqe32 = cqeShift == 5;
                head++;
                if (mixed) {
                    int flags = ring.getInt(at + 12);
                    if ((flags & CqeFlags.BIG_CQE) != 0) {
                        isCqe32 = true;
                        head++;
                    }
                    if ((flags & CqeFlags.SKIP) != 0) {
                        continue;
                    }
                }
                cqe.moveTo(at, isCqe32);
                reaped++;
                sink.completed(cqe);
            }
        } finally {
            ring.setIntRelease(cqHead, head);
        }
        return reaped;
    }

    /** Completions that the kernel could not put into the completion queue at once, since the ring was opened. */
    public int overflowed() {
        return ring.getIntAcquire(layout.cqOverflow());
    }

    /** Entries that the kernel dropped because their index in the queue was invalid, since the ring was opened. */
    public int dropped() {
        return ring.getIntAcquire(layout.sqDropped());
    }

    /** Starts a ring that was opened with R_DISABLED; with SINGLE_ISSUER the calling thread becomes its submitter. */
    public long enable() {
        return register(RegisterOpcode.REGISTER_ENABLE_RINGS.number(), MemorySegment.NULL, 0);
    }

    /** Registers descriptors, for requests with {@code IOSQE_FIXED_FILE}; index n is the n-th of {@code fds}. */
    public long registerFiles(int... fds) {
        try (Arena scratch = Arena.ofConfined()) {
            return register(RegisterOpcode.REGISTER_FILES.number(),
                    scratch.allocateFrom(ValueLayout.JAVA_INT, fds),
                    fds.length);
        }
    }

    /** Gives back the registered descriptors. */
    public long unregisterFiles() {
        return register(RegisterOpcode.UNREGISTER_FILES.number(), MemorySegment.NULL, 0);
    }

    /** Registers native memory as fixed buffers; the memory must outlive the ring, or their unregistering. */
    public long registerBuffers(MemorySegment... buffers) {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment iovecs = scratch.allocate(16L * buffers.length, 8);
            for (int i = 0; i < buffers.length; i++) {
                iovecs.set(ValueLayout.ADDRESS, 16L * i, buffers[i]);
                iovecs.set(ValueLayout.JAVA_LONG, 16L * i + 8, buffers[i].byteSize());
            }
            return register(RegisterOpcode.REGISTER_BUFFERS.number(), iovecs, buffers.length);
        }
    }

    /** Gives back the registered buffers. */
    public long unregisterBuffers() {
        return register(RegisterOpcode.UNREGISTER_BUFFERS.number(), MemorySegment.NULL, 0);
    }

    /**
     * Lets the calling thread name this ring by a number of its own ({@code IORING_REGISTER_RING_FDS}, Linux 5.18): its
     * calls then skip the look-up of the descriptor, which costs tens of nanoseconds in a process of many threads. Other
     * threads go on by the descriptor. The kernel keeps a ring that is so named until this thread closes it or ends.
     *
     * @return 0, or a negative errno: {@code -EBUSY} when the thread names 16 rings already or another one has named this
     *     ring, {@code -EINVAL} before 5.18, {@code -EOPNOTSUPP} for a virtual thread, whose kernel thread changes
     */
    public long registerDescriptor() {
        if (Thread.currentThread().isVirtual()) {
            return -Errno.EOPNOTSUPP;
        }
        if (registrant != null) {
            return Thread.currentThread().equals(registrant) ? 0 : -(long) Errno.EBUSY;
        }
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment update = rsrcUpdate(scratch, ANY_PLACE, descriptor.fd());
            long result = register(RegisterOpcode.REGISTER_RING_FDS.number(), update, 1);
            if (result < 0) {
                return result;
            }
            registered = update.get(ValueLayout.JAVA_INT, 0);
            registrant = Thread.currentThread();
            return 0;
        }
    }

    private void unregisterDescriptor() {
        if (Thread.currentThread().equals(registrant)) {
            try (Arena scratch = Arena.ofConfined()) {
                register(RegisterOpcode.UNREGISTER_RING_FDS.number(), rsrcUpdate(scratch, registered, 0), 1);
            }
        }
    }

    /** A {@code struct io_uring_rsrc_update}. */
    private static MemorySegment rsrcUpdate(Arena scratch, int offset, long data) {
        MemorySegment update = scratch.allocate(RSRC_UPDATE, 8);
        update.set(ValueLayout.JAVA_INT, 0, offset);
        update.set(ValueLayout.JAVA_LONG, 8, data);
        return update;
    }

    @SuppressWarnings("ReferenceEquality") // a thread is itself alone, and this is the way of every call
    private long enter(int toSubmit, int completions, int flags, MemorySegment argument, long argumentSize) {
        if (closed) {
            return -Errno.EBADF;
        }
        if (Thread.currentThread() == registrant) {
            return calls.ioUringEnter(registered, toSubmit, completions, flags | ENTER_REGISTERED_RING, argument,
                    argumentSize);
        }
        return calls.ioUringEnter(descriptor.fd(), toSubmit, completions, flags, argument, argumentSize);
    }

    private long register(int opcode, MemorySegment argument, int count) {
        return closed ? -(long) Errno.EBADF : calls.ioUringRegister(descriptor.fd(), opcode, argument, count);
    }

    /** A negative {@code result} of one of this ring's methods in words, with what to do. */
    public SysError explain(long result) {
        return EnterRefusal.explain(layout, (int) -result);
    }

    /**
     * Closes the ring; requests still under way are cancelled by the kernel. A {@link SqeSlot} that is written after this
     * writes into nothing.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        unregisterDescriptor();
        closed = true;
        descriptor.close();
        ring.detach();
        sqes.detach();
    }
}

package dev.ringspect.tracer.capture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.traffic.EventSink;
import dev.ringspect.tracer.helper.HelperHello;
import dev.ringspect.tracer.helper.HelperLink;
import dev.ringspect.tracer.session.Losses;
import dev.ringspect.tracer.session.Source;
import dev.ringspect.tracer.session.SourceInfo;
import dev.ringspect.tracer.sys.PollSet;
import dev.ringspect.tracer.sys.SysResult;
import dev.ringspect.tracer.sys.SystemCalls;
import dev.ringspect.tracer.sys.WakeEvent;

/**
 * Events of the running kernel, read in place from the BPF ring buffer that the helper filled the kernel's side of. The
 * buffer's data pages are mapped twice in a row, so a record that wraps is in one piece. Owns the helper's link.
 */
public final class KernelSource implements Source {
    private static final int COUNTERS_BYTES = 4096;
    /** A program that runs while the helper dies may still commit a record; the kernel waits no longer for one. */
    private static final int GRACE_MILLIS = 50;
    /**
     * The kernel's side wakes nobody, since a wake-up for each record would cost the traced program more than the
     * record does; so the buffer is looked at every few milliseconds, less often while nothing happens. At full speed
     * the smallest useful buffer, 16 MiB, takes longer than this to fill.
     */
    private static final int LONGEST_PAUSE_MILLIS = 8;
    /** While events flow, they are read in portions of this length: reading record by record would slow the writer. */
    private static final int PORTION_MILLIS = 1;

    /** How often it is looked whether the helper is still there while records flow. */
    private static final long HELPER_NANOS = 100_000_000L;

    // Places in the poll set; the ring buffer itself is the first.
    private static final int WAKE = 1;
    private static final int HELPER = 2;

    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final HelperLink link;
    private final WakeEvent wake;
    private final Arena arena;
    private final EventQueue queue;
    private final MemorySegment counters;
    private final PollSet waiting;
    private final PollSet resting;
    private final SourceInfo info;

    private int pauseMillis = 1;
    private boolean flowing;
    private boolean helperGone;
    private long helperSeen = System.nanoTime();
    private @Nullable String ended;
    private @Nullable Losses sealedLosses;

    private KernelSource(HelperLink link, WakeEvent wake, Arena arena, MemorySegment consumer, MemorySegment buffer,
            MemorySegment counters) {
        HelperHello hello = link.hello();
        this.link = link;
        this.wake = wake;
        this.arena = arena;
        this.counters = counters;
        queue = new EventQueue(
                new BpfRing(consumer, buffer.asSlice(0, hello.pageSize()), buffer.asSlice(hello.pageSize())), arena);
        waiting = new PollSet(arena, link.ringBuffer().fd(), wake.fd(), link.fd());
        resting = new PollSet(arena, wake.fd());
        info = new SourceInfo(hello.kernel(), hello.machine(), ByteOrder.nativeOrder(), hello.realtimeOffsetNs(),
                hello.limited());
    }

    /** Maps the helper's ring buffer. The source owns the link from now on; on a refusal it is closed. */
    public static SysResult<KernelSource> open(HelperLink link) {
        SystemCalls calls = SystemCalls.linux();
        HelperHello hello = link.hello();
        Arena arena = Arena.ofShared();
        int page = hello.pageSize();
        int both = SystemCalls.PROT_READ | SystemCalls.PROT_WRITE;
        int ringFd = link.ringBuffer().fd();
        SysResult<KernelSource> opened = calls.map(ringFd, 0, page, both, arena).then(
                consumer -> calls.map(ringFd, page, page + 2L * hello.ringBytes(), SystemCalls.PROT_READ, arena).then(
                        ring -> calls.map(link.counters().fd(), 0, COUNTERS_BYTES, SystemCalls.PROT_READ, arena).then(
                                counters -> WakeEvent.open().then(wake -> new SysResult.Ok<>(
                                        new KernelSource(link, wake, arena, consumer, ring, counters))))));
        if (opened instanceof SysResult.Failed<KernelSource>) {
            arena.close();
            link.close();
        }
        return opened;
    }

    /** The helper that fills the buffer. */
    public HelperLink helper() {
        return link;
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public int poll(EventSink sink, int timeoutMillis) {
        if (flowing && timeoutMillis > 0 && queue.isDry() && ended == null && resting.await(PORTION_MILLIS) > 0) {
            wake.clear();
        }
        int records = queue.drain(sink);
        flowing = records > 0;
        if (flowing) {
            lookForHelper();
        }
        for (int waited = 0; records == 0 && waited < GRACE_MILLIS && queue.waitsForRecord(); waited++) {
            resting.await(1);
            records = queue.drain(sink);
        }
        if (records > 0 || timeoutMillis == 0 || ended != null) {
            pauseMillis = 1;
            return records;
        }
        if (helperGone) {
            // The last drain after the grace time found nothing: this is the end.
            ended = link.endReason();
            return 0;
        }
        int pause = Math.min(timeoutMillis, pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        if (waiting.await(pause) > 0) {
            if (waiting.ready(WAKE)) {
                wake.clear();
            }
            if (waiting.ready(HELPER) && link.ended()) {
                helperGone = true;
                resting.await(GRACE_MILLIS);
            }
        }
        records = queue.drain(sink);
        flowing = records > 0;
        return records;
    }

    /** While records flow nobody waits at the helper's socket; without the helper no more are made. */
    private void lookForHelper() {
        long now = System.nanoTime();
        if (!helperGone && now - helperSeen >= HELPER_NANOS) {
            helperSeen = now;
            helperGone = link.ended();
        }
    }

    /** A helper that died before this took its programs with it: what happened since is not there, and is not counted. */
    @Override
    public void seal() {
        helperGone |= link.ended();
        if (helperGone && ended == null) {
            ended = link.endReason();
        }
        Losses counted = losses();
        queue.seal();
        // The helper's answer takes a while, in which nothing that counts happens any more.
        sealedLosses = counted.plusSkipped(helperGone ? 0 : link.missedRuns().orElse(0));
    }

    @Override
    public Losses losses() {
        if (sealedLosses != null) {
            return sealedLosses;
        }
        return new Losses(counter(0), counter(1), counter(2), counter(3), 0);
    }

    private long counter(int index) {
        return (long) LONG.getVolatile(counters, 8L * index);
    }

    @Override
    public Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public void close() {
        link.close();
        wake.close();
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}

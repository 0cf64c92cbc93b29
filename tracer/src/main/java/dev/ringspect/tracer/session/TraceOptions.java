package dev.ringspect.tracer.session;

import java.util.List;

/**
 * What a live trace is to see.
 *
 * @param target whose requests
 * @param opcodes opcodes to trace; none means all
 * @param cmdOps command numbers to trace among {@code uring_cmd} requests; none means all
 * @param ringBytes size of the kernel's event buffer, a power of two and a multiple of the page size
 */
public record TraceOptions(TraceTarget target, List<Integer> opcodes, List<Integer> cmdOps, int ringBytes) {
    /**
     * The usual size of the event buffer: 64 MiB, room for some 200,000 requests with their completions, so that even a
     * burst into a JVM that is just starting is not lost.
     */
    public static final int USUAL_RING_BYTES = 64 << 20;

    public TraceOptions {
        opcodes = List.copyOf(opcodes);
        cmdOps = List.copyOf(cmdOps);
    }

    /** All opcodes of {@code target}, with a buffer of the usual size. */
    public static TraceOptions of(TraceTarget target) {
        return new TraceOptions(target, List.of(), List.of(), USUAL_RING_BYTES);
    }

    /** The same for another target. */
    public TraceOptions withTarget(TraceTarget other) {
        return new TraceOptions(other, opcodes, cmdOps, ringBytes);
    }

    /** The same with another buffer size. */
    public TraceOptions withRingBytes(int bytes) {
        return new TraceOptions(target, opcodes, cmdOps, bytes);
    }

    /** The same for some opcodes only. */
    public TraceOptions withOpcodes(List<Integer> some) {
        return new TraceOptions(target, some, cmdOps, ringBytes);
    }

    /** The same for some command numbers only. */
    public TraceOptions withCmdOps(List<Integer> some) {
        return new TraceOptions(target, opcodes, some, ringBytes);
    }
}

package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * A request that stays as it is; the components are described in {@link RequestView}.
 *
 * @param memory read-only; the SQE at {@link #sqeOffset}, the pdu at {@link #pduOffset}
 */
public record Request(long seq, Ring ring, int pid, int tid, String comm, int opcode, long userData, int sqeFlags,
        int fd, Optional<FileIdentity> file, String device, int cmdOp, long submitNs, long completeNs,
        RequestState state, int marks, int res, int cqeFlags, boolean isCqe32, long bigCqe0, long bigCqe1,
        int completionCount, List<Completion> completions, boolean overflowed, boolean cqeDropped, int prepError,
        int taken, int left,
        MemorySegment memory, int sqeSize,
        int pduSize) implements RequestView {
    public Request {
        completions = List.copyOf(completions);
        memory = memory.asReadOnly();
    }

    @Override
    public long sqeOffset() {
        return 0;
    }

    @Override
    public long pduOffset() {
        return sqeSize;
    }

    @Override
    public Request keep() {
        return this;
    }
}

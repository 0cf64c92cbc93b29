package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.uapi.FileIdentity;

/** The borrowed view: one object, pointed at one slot after another. */
final class RequestCursor implements RequestView {
    private static final RequestState[] STATES = RequestState.values();
    private static final int COMM_SIZE = 16;
    private static final ValueLayout.OfLong BIG_ENDIAN = ValueLayout.JAVA_LONG_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);
    private static final int COMM_CACHE = 64;

    private final OpenRequests requests;
    private final RingTable rings;
    private final FileTable files;
    private final CompletionLog log;
    private final long[] commKeys = new long[2 * COMM_CACHE];
    private final @Nullable String[] comms = new String[COMM_CACHE];
    private int slot;

    RequestCursor(OpenRequests requests, RingTable rings, FileTable files, CompletionLog log) {
        this.requests = requests;
        this.rings = rings;
        this.files = files;
        this.log = log;
    }

    RequestCursor at(int newSlot) {
        slot = newSlot;
        return this;
    }

    @Override
    public long seq() {
        return requests.getLong(slot, OpenRequests.SEQ);
    }

    @Override
    public Ring ring() {
        return rings.at(requests.getInt(slot, OpenRequests.RING_INDEX)).ring;
    }

    @Override
    public int pid() {
        return requests.getInt(slot, OpenRequests.PID);
    }

    @Override
    public int tid() {
        return requests.getInt(slot, OpenRequests.TID);
    }

    @Override
    public String comm() {
        long base = requests.base(slot) + OpenRequests.COMM;
        long first = requests.memory().get(BIG_ENDIAN, base);
        long second = requests.memory().get(BIG_ENDIAN, base + Long.BYTES);
        if (first == 0) {
            return submitSeen() ? "" : ring().comm();
        }
        int at = (int) (((first ^ (second * 31)) * 0x9E3779B97F4A7C15L) >>> 58);
        String known = comms[at];
        if (known != null && commKeys[2 * at] == first && commKeys[2 * at + 1] == second) {
            return known;
        }
        String made = FileTable.text(requests.memory(), base, COMM_SIZE);
        comms[at] = made;
        commKeys[2 * at] = first;
        commKeys[2 * at + 1] = second;
        return made;
    }

    @Override
    public int opcode() {
        return requests.has(slot, OpenRequests.NO_OPCODE)
                ? UNKNOWN_OPCODE
                : requests.getByte(slot, OpenRequests.OPCODE);
    }

    @Override
    public long userData() {
        return requests.getLong(slot, OpenRequests.USER_DATA);
    }

    @Override
    public int sqeFlags() {
        return requests.getByte(slot, OpenRequests.SQE_FLAGS);
    }

    @Override
    public int fd() {
        return requests.getInt(slot, OpenRequests.FD);
    }

    @Override
    public Optional<FileIdentity> file() {
        return files.get(requests.getInt(slot, OpenRequests.FILE)).identity();
    }

    @Override
    public String device() {
        return files.get(requests.getInt(slot, OpenRequests.FILE)).device();
    }

    @Override
    public int cmdOp() {
        return requests.getInt(slot, OpenRequests.CMD_OP);
    }

    @Override
    public long submitNs() {
        return requests.getLong(slot, OpenRequests.SUBMIT_NS);
    }

    @Override
    public long completeNs() {
        return requests.getLong(slot, OpenRequests.COMPLETE_NS);
    }

    @Override
    public RequestState state() {
        return STATES[requests.getByte(slot, OpenRequests.STATE)];
    }

    @Override
    public int marks() {
        return requests.getInt(slot, OpenRequests.MARKS);
    }

    @Override
    public int res() {
        return requests.getInt(slot, OpenRequests.RES);
    }

    @Override
    public int cqeFlags() {
        return requests.getInt(slot, OpenRequests.CQE_FLAGS);
    }

    @Override
    public boolean isCqe32() {
        return requests.has(slot, OpenRequests.CQE32);
    }

    @Override
    public long bigCqe0() {
        return requests.getLong(slot, OpenRequests.BIG_CQE0);
    }

    @Override
    public long bigCqe1() {
        return requests.getLong(slot, OpenRequests.BIG_CQE1);
    }

    @Override
    public int completionCount() {
        return requests.getInt(slot, OpenRequests.COMPLETIONS);
    }

    @Override
    public List<Completion> completions() {
        if (!hasResult()) {
            return List.of();
        }
        Completion last = new Completion(completeNs(), res(), cqeFlags(), isCqe32(), bigCqe0(), bigCqe1(),
                requests.has(slot, OpenRequests.LAST_OVERFLOWED));
        int head = requests.getInt(slot, OpenRequests.LOG_HEAD);
        if (head == CompletionLog.NONE) {
            return List.of(last);
        }
        List<Completion> completions = new ArrayList<>();
        log.copy(head, completions);
        completions.add(last);
        return completions;
    }

    @Override
    public boolean overflowed() {
        return requests.has(slot, OpenRequests.OVERFLOWED);
    }

    @Override
    public boolean cqeDropped() {
        return requests.has(slot, OpenRequests.DROPPED);
    }

    @Override
    public int prepError() {
        return requests.getInt(slot, OpenRequests.PREP_ERROR);
    }

    @Override
    public int taken() {
        return requests.getInt(slot, OpenRequests.TAKEN);
    }

    @Override
    public int left() {
        return requests.getInt(slot, OpenRequests.LEFT);
    }

    @Override
    public MemorySegment memory() {
        return requests.memory();
    }

    @Override
    public long sqeOffset() {
        return requests.base(slot) + OpenRequests.SQE;
    }

    @Override
    public int sqeSize() {
        return requests.getByte(slot, OpenRequests.SQE_SIZE);
    }

    @Override
    public long pduOffset() {
        return requests.base(slot) + OpenRequests.PDU;
    }

    @Override
    public int pduSize() {
        return requests.has(slot, OpenRequests.HAS_PDU) ? EventLayout.CompleteRecord.PDU_SIZE : 0;
    }

    @Override
    public Request keep() {
        byte[] bytes = new byte[sqeSize() + pduSize()];
        MemorySegment copy = MemorySegment.ofArray(bytes);
        MemorySegment.copy(memory(), sqeOffset(), copy, 0, sqeSize());
        MemorySegment.copy(memory(), pduOffset(), copy, sqeSize(), pduSize());
        return new Request(seq(), ring(), pid(), tid(), comm(), opcode(), userData(), sqeFlags(), fd(), file(),
                device(), cmdOp(), submitNs(), completeNs(), state(), marks(), res(), cqeFlags(), isCqe32(), bigCqe0(),
                bigCqe1(), completionCount(), completions(), overflowed(), cqeDropped(), prepError(), taken(), left(),
                copy, sqeSize(),
                pduSize());
    }
}

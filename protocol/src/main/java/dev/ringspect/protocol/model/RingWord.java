package dev.ringspect.protocol.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.uapi.SetupFlags;

/** What expressions can name of the ring that a request came through. */
public enum RingWord {
    /** All setup flags ({@code IORING_SETUP_*}). */
    FLAGS("ring.flags", 0),
    /** Entries of the submission queue. */
    SQ_ENTRIES("ring.sq_entries", 0),
    /** Entries of the completion queue. */
    CQ_ENTRIES("ring.cq_entries", 0),
    /** Whether every SQE has 128 bytes: 1 or 0, as all that follow. */
    SQE128("ring.sqe128", SetupFlags.SQE128),
    /** Whether SQEs of 128 bytes may be among others. */
    SQE_MIXED("ring.sqe_mixed", SetupFlags.SQE_MIXED),
    /** Whether every CQE has 32 bytes. */
    CQE32("ring.cqe32", SetupFlags.CQE32),
    /** Whether CQEs of 32 bytes may be among others. */
    CQE_MIXED("ring.cqe_mixed", SetupFlags.CQE_MIXED),
    /** Whether completions are polled for. */
    IOPOLL("ring.iopoll", SetupFlags.IOPOLL),
    /** Whether a kernel thread takes the submissions. */
    SQPOLL("ring.sqpoll", SetupFlags.SQPOLL);

    private final String path;
    private final int flag;

    RingWord(String path, int flag) {
        this.path = path;
        this.flag = flag;
    }

    /** The qualified name. */
    public String path() {
        return path;
    }

    /** The word with this qualified name. */
    public static Optional<RingWord> named(String path) {
        return Arrays.stream(values()).filter(word -> word.path.equals(path)).findFirst();
    }

    /** All names, for messages and completion. */
    public static List<String> names() {
        return Arrays.stream(values()).map(RingWord::path).toList();
    }

    /** Its value on a ring; entries that are not known are 0. */
    public long of(int setupFlags, int sqEntries, int cqEntries) {
        return switch (this) {
            case FLAGS -> setupFlags & 0xFFFF_FFFFL;
            case SQ_ENTRIES -> sqEntries;
            case CQ_ENTRIES -> cqEntries;
            case SQE128, SQE_MIXED, CQE32, CQE_MIXED, IOPOLL, SQPOLL -> (setupFlags & flag) != 0 ? 1 : 0;
        };
    }

    /** Whether its value is known on a ring with these entries: those of a ring older than the session are not. */
    public boolean known(int sqEntries, int cqEntries) {
        return switch (this) {
            case SQ_ENTRIES -> sqEntries > 0;
            case CQ_ENTRIES -> cqEntries > 0;
            case FLAGS, SQE128, SQE_MIXED, CQE32, CQE_MIXED, IOPOLL, SQPOLL -> true;
        };
    }
}

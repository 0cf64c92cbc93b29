package dev.ringspect.protocol.traffic;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandBytes;
import dev.ringspect.protocol.uapi.FileIdentity;

/**
 * One request, from its submission to its end. What a {@link RequestSink} gets is borrowed: it changes as soon as the
 * call returns; {@link #keep} makes a copy that stays. No method but {@link #keep}, {@link #completions} and
 * {@link #comm} (once for each name) allocates.
 */
public sealed interface RequestView permits Request, RequestCursor {
    /** Stands for a time that is not known. */
    long NO_TIME = -1;

    /** Stands for an opcode that is not known. */
    int UNKNOWN_OPCODE = -1;

    /** Numbers the session's requests from 1, in the order they were first seen. */
    long seq();

    /** The ring it came through. */
    Ring ring();

    /** Process (tgid) that submitted it; the ring's when the submission was not seen. */
    int pid();

    /** Thread that submitted it, 0 when not known. */
    int tid();

    /** Name of that thread, empty when not known. */
    String comm();

    /**
     * The opcode's number as its SQE has it, also one that the kernel does not have; {@link #UNKNOWN_OPCODE} when only
     * CQEs without a request were seen.
     */
    int opcode();

    /** The user's own mark. */
    long userData();

    /** {@link dev.ringspect.protocol.uapi.SqeFlags}, 0 when the SQE was not seen. */
    int sqeFlags();

    /** The SQE's descriptor, or the index of a registered file; -1 when the SQE was not seen. */
    int fd();

    /** What the file is, empty when not known. */
    Optional<FileIdentity> file();

    /** The file in one word: a path in /dev, {@code socket:AF_INET/STREAM}, or its name; empty when not known. */
    String device();

    /** Whether it is a uring_cmd (also 128-byte), so that {@link #cmdOp} means something. */
    default boolean isUringCmd() {
        return opcode() == 46 || opcode() == 64;
    }

    /** A uring_cmd's {@code cmd_op}, to be read as unsigned; 0 when not known. */
    int cmdOp();

    /** When it was submitted, ns of CLOCK_MONOTONIC; {@link #NO_TIME} when that was not seen. */
    long submitNs();

    /** When its last CQE so far was posted, ns of CLOCK_MONOTONIC; {@link #NO_TIME} without one, or when not known. */
    long completeNs();

    /** How it ended, or that it did not. */
    RequestState state();

    /** Marks on its way, packed as {@link PathMark} says. */
    int marks();

    /** Whether it has at least one CQE, so that {@link #res} means something. */
    default boolean hasResult() {
        return completionCount() > 0;
    }

    /** Result of its last CQE so far; the error when it was refused at prep. */
    int res();

    /** {@link dev.ringspect.protocol.uapi.CqeFlags} of its last CQE so far. */
    int cqeFlags();

    /** Whether its last CQE was 32 bytes. */
    boolean isCqe32();

    /** First big word of its last CQE (a uring_cmd's second result), 0 without one. */
    long bigCqe0();

    /** Second big word of its last CQE, 0 without one. */
    long bigCqe1();

    /** How many CQEs it had. */
    int completionCount();

    /** Its CQEs in order, the last and the first {@link Correlator#KEPT_COMPLETIONS} - 1 of them; the last is in {@link #res}. */
    List<Completion> completions();

    /** Whether one of its CQEs did not fit into the ring. */
    boolean overflowed();

    /** Whether one of its CQEs is gone, because it did not fit and there was no memory to keep it. */
    boolean cqeDropped();

    /** The negative errno of a refusal at prep, else 0. */
    int prepError();

    /**
     * Which SQE of its ring it was: how many the kernel had taken when it took this one, itself included (a 128-byte SQE on a
     * ring of mixed sizes counts twice). Wraps at 32 bits; 0 when not known.
     */
    int taken();

    /** How many SQEs waited in the queue after one that was refused at prep; 0 for all others, and when not known. */
    int left();

    /** Memory that holds the SQE and the pdu. */
    MemorySegment memory();

    /** Where the SQE is in {@link #memory}. */
    long sqeOffset();

    /** Bytes of the SQE: 64 or 128; 0 when it was not seen, or could not be read. */
    int sqeSize();

    /** Where the command's pdu is in {@link #memory}. */
    long pduOffset();

    /** Bytes of the pdu: 32, or 0 when it is not there. */
    int pduSize();

    /** Points {@code at}, the caller's own, at the SQE; it is as borrowed as the request is. */
    default CommandBytes sqe(CommandBytes at) {
        return at.pointAt(memory(), sqeOffset(), sqeSize());
    }

    /** Points {@code at}, the caller's own, at the pdu; it is as borrowed as the request is. */
    default CommandBytes pdu(CommandBytes at) {
        return at.pointAt(memory(), pduOffset(), pduSize());
    }

    /** Whether the submission (or the refusal) itself was seen. */
    default boolean submitSeen() {
        return submitNs() != NO_TIME;
    }

    /** ns from submission to the last CQE, {@link #NO_TIME} when one of the two is missing. */
    default long latencyNs() {
        return submitSeen() && completeNs() != NO_TIME ? completeNs() - submitNs() : NO_TIME;
    }

    /** A copy that stays as it is. */
    Request keep();
}

package dev.ringspect.protocol.inspect.traffic;

import java.util.Optional;

import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Sqe;
import dev.ringspect.protocol.uapi.SqeFlags;
import dev.ringspect.protocol.uapi.UringCmdFlags;

/** The checks that io_uring's core makes on a uring_cmd's SQE before the file is looked at (Linux 6.18). */
final class CoreFields {
    /** {@code uring_cmd_flags} that the core refuses. */
    enum FlagsFault {
        NONE, UNKNOWN_BITS, FIXED_AND_MULTISHOT, MULTISHOT_WITHOUT_BUFFER_SELECT, BUFFER_SELECT_WITHOUT_MULTISHOT
    }

    private CoreFields() {}

    /** Whether the core may have something to say about a word that it looks at. */
    static boolean isOdd(RequestView request) {
        if (reservedFlag(request)) {
            return true;
        }
        return request.isUringCmd() && ((ioprio(request) | pad1(request) | commandFlags(request)) != 0
                || (request.sqeFlags() & SqeFlags.BUFFER_SELECT) != 0);
    }

    static boolean reservedFlag(RequestView request) {
        return (request.sqeFlags() & 0x80) != 0;
    }

    static int ioprio(RequestView request) {
        return request.sqeSize() == 0 ? 0 : Sqe.ioprio(request.memory(), request.sqeOffset());
    }

    static int pad1(RequestView request) {
        return request.sqeSize() == 0 ? 0 : Sqe.pad1(request.memory(), request.sqeOffset());
    }

    static int personality(RequestView request) {
        return request.sqeSize() == 0 ? 0 : Sqe.personality(request.memory(), request.sqeOffset());
    }

    static int commandFlags(RequestView request) {
        return request.sqeSize() == 0 ? 0 : Sqe.opFlags(request.memory(), request.sqeOffset());
    }

    static FlagsFault flagsFault(RequestView request) {
        int flags = commandFlags(request);
        boolean multishot = (flags & UringCmdFlags.MULTISHOT) != 0;
        boolean select = (request.sqeFlags() & SqeFlags.BUFFER_SELECT) != 0;
        if ((flags & ~UringCmdFlags.MASK) != 0) {
            return FlagsFault.UNKNOWN_BITS;
        }
        if (multishot && (flags & UringCmdFlags.FIXED) != 0) {
            return FlagsFault.FIXED_AND_MULTISHOT;
        }
        if (multishot && !select) {
            return FlagsFault.MULTISHOT_WITHOUT_BUFFER_SELECT;
        }
        return select && !multishot ? FlagsFault.BUFFER_SELECT_WITHOUT_MULTISHOT : FlagsFault.NONE;
    }

    /** What the core refuses in a uring_cmd's SQE, in the order in which it looks; empty when it refuses nothing. */
    static Optional<String> refusal(RequestView request) {
        if (reservedFlag(request)) {
            return Optional.of("bit 7 of sqe->flags is no flag");
        }
        if (ioprio(request) != 0) {
            return Optional.of("sqe->ioprio is " + ioprio(request) + ", a uring_cmd must have 0");
        }
        if (pad1(request) != 0) {
            return Optional
                    .of(String.format("the 4 bytes after cmd_op (__pad1) are 0x%x, they must be 0", pad1(request)));
        }
        return refusedFlags(request);
    }

    static Optional<String> refusedFlags(RequestView request) {
        return switch (flagsFault(request)) {
            case NONE -> Optional.empty();
            case UNKNOWN_BITS -> Optional.of(String.format(
                    "uring_cmd_flags is 0x%x, the kernel knows only FIXED (1) and MULTISHOT (2)",
                    commandFlags(request)));
            case FIXED_AND_MULTISHOT ->
                Optional.of("uring_cmd_flags has both FIXED and MULTISHOT, which exclude each other");
            case MULTISHOT_WITHOUT_BUFFER_SELECT ->
                Optional.of("uring_cmd_flags has MULTISHOT, which needs IOSQE_BUFFER_SELECT");
            case BUFFER_SELECT_WITHOUT_MULTISHOT ->
                Optional.of("IOSQE_BUFFER_SELECT is set, which a uring_cmd takes only with MULTISHOT");
        };
    }
}

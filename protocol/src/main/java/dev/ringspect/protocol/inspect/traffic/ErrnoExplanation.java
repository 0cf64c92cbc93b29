package dev.ringspect.protocol.inspect.traffic;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.FileIdentity;
import dev.ringspect.protocol.uapi.SetupFlags;
import dev.ringspect.protocol.uapi.SqeFlags;

/**
 * What the kernel means by the errno of a uring_cmd, from what its core and its providers do (Linux 5.19 to 7.3), in
 * one sentence without a full stop.
 */
public final class ErrnoExplanation {
    private static final int SOCKET_GETSOCKOPT = 2;
    private static final int SOL_SOCKET = 1;
    private static final int TX_TIMESTAMP = 4;

    private final RequestView request;
    private final Optional<FileIdentity> file;

    private ErrnoExplanation(InspectedRequest inspected) {
        this.request = inspected.request();
        this.file = request.file();
    }

    /** The explanation of a request's result; empty when it has none or did not fail. */
    public static Optional<String> of(InspectedRequest inspected) {
        RequestView request = inspected.request();
        if (!request.hasResult() || request.res() >= 0) {
            return Optional.empty();
        }
        ErrnoExplanation explanation = new ErrnoExplanation(inspected);
        return Optional.of(request.prepError() != 0 ? explanation.refusal() : explanation.result());
    }

    /** The core refused the SQE; no file was looked at. */
    private String refusal() {
        Optional<Errno> errno = Errno.of(request.prepError());
        String name = Errno.nameOfResult(request.prepError()).orElse("");
        if (errno.isEmpty()) {
            return "the core refused the SQE before any file was looked at";
        }
        return switch (errno.get()) {
            case EINVAL -> invalidSqe();
            case EACCES ->
                "the ring's restrictions, or a BPF filter of the ring or the task, do not allow this opcode or"
                        + " its flags";
            case EOPNOTSUPP -> (request.sqeFlags() & SqeFlags.IO_DRAIN) != 0
                    ? "drain is off for good on a ring that once skipped a CQE"
                    : "the core does not take this flag with this opcode";
            case ENOMEM -> "there was no memory for the request's own data";
            case EFAULT -> "buf_index is outside of the ring's registered buffers";
            default ->
                "the core refused the SQE before any file was looked at (" + name + ", " + errno.get().meaning() + ")";
        };
    }

    private String invalidSqe() {
        Optional<String> field = request.isUringCmd() ? CoreFields.refusal(request) : Optional.empty();
        if (field.isPresent()) {
            return field.get();
        }
        if (CoreFields.personality(request) != 0) {
            return "personality " + CoreFields.personality(request) + " was not registered with this ring";
        }
        if (request.opcode() == 64) {
            return "the kernel is older than 6.19, or the 128-byte SQE does not fit before the end of the ring";
        }
        return "the core found a field of the SQE that it does not allow, or an opcode that this kernel lacks";
    }

    /** The file's handler answered, or the core on its way there. */
    private String result() {
        Optional<Errno> errno = Errno.of(request.res());
        if (errno.isEmpty()) {
            return "no kernel header names this number";
        }
        if (errno.get().internal()) {
            return "an internal number of the kernel leaked out of the driver: " + errno.get().meaning();
        }
        return switch (errno.get()) {
            case EBADF -> badFile();
            case EOPNOTSUPP -> notSupported();
            case ENOTTY -> "the driver does not know this cmd_op on this device node";
            case EINVAL -> invalid();
            case EAGAIN -> "the handler could not finish even from a worker, where it may block";
            case ECANCELED ->
                "the request was cancelled: by a cancel request, a failed link, or the end of its task or ring";
            case EPERM -> "the caller lacks the privilege, or the device is read-only or not set up for this caller";
            case EACCES -> "the caller may not do this on the file: a missing capability, a descriptor opened without"
                    + " write access, or a security module";
            case EFAULT -> "an address in the payload does not point to memory of that length, or the registered buffer"
                    + " does not cover it";
            case ENOPROTOOPT -> "the socket does not know this option";
            case ENODEV -> "the device is gone, or there is none of that id";
            case EBUSY -> "the device is in a state, or the slot in use, that does not allow this now";
            case EINTR -> "the command was interrupted or aborted by the device";
            case ENOTCONN -> file.map(FileIdentity::isSocket).orElse(false)
                    ? "the socket has no peer"
                    : "the connection behind the file is gone";
            default -> "the handler answered that " + errno.get().meaning();
        };
    }

    private String badFile() {
        if (file.isPresent() && file.get().pathOnly()) {
            return BadFd.ONLY_A_PATH;
        }
        if (file.isPresent()) {
            return "the descriptor was not opened in the mode that the command needs (for most: writable)";
        }
        return (request.sqeFlags() & SqeFlags.FIXED_FILE) != 0
                ? "slot " + request.fd() + " of the registered files is empty"
                : "descriptor " + request.fd() + " is not open in the process";
    }

    private String notSupported() {
        if (file.isEmpty()) {
            return "the file has no handler for uring_cmd, or its handler does not know the command";
        }
        FileIdentity identity = file.get();
        if (CommandFiles.haveNone(identity)) {
            return "the file operations of " + CommandFiles.kindOf(identity) + " have no uring_cmd handler";
        }
        if (identity.isSocket()) {
            return inSocket();
        }
        if (identity.isBlockDevice()) {
            return "the block device cannot discard, or this kernel (before 6.12) has no block commands";
        }
        int setup = request.ring().setupFlags();
        List<String> lacks = new ArrayList<>();
        if (!SetupFlags.has128ByteSqes(setup)) {
            lacks.add("128-byte SQEs");
        }
        if (!SetupFlags.takes32ByteCqes(setup)) {
            lacks.add("32-byte CQEs");
        }
        return "the file's driver has no uring_cmd handler, or does not know this command"
                + (lacks.isEmpty() ? "" : ", or needs a ring with what this one lacks, " + String.join(" and ", lacks))
                + ((setup & SetupFlags.IOPOLL) != 0 ? ", or cannot be polled, as the ring does (IOPOLL)" : "");
    }

    private String inSocket() {
        int op = request.cmdOp();
        if (op == SOCKET_GETSOCKOPT && request.sqeSize() > 0 && level() != SOL_SOCKET) {
            return "only options of SOL_SOCKET can be read by a command, level is " + level();
        }
        return op > TX_TIMESTAMP + 1 || op < 0
                ? "the socket layer has no command of that number"
                : "this kind of socket, or this kernel, does not know the command";
    }

    private int level() {
        return request.memory().get(ValueLayout.JAVA_INT_UNALIGNED, request.sqeOffset() + 16);
    }

    private String invalid() {
        if (file.isEmpty()) {
            return "the handler found a value of the command that it does not allow";
        }
        FileIdentity identity = file.get();
        int setup = request.ring().setupFlags();
        if (identity.isSocket() && request.cmdOp() == TX_TIMESTAMP && !SetupFlags.takes32ByteCqes(setup)) {
            return "a time stamp needs a 32-byte CQE, the ring has neither CQE32 nor CQE_MIXED";
        }
        if (identity.isBlockDevice()) {
            return "the device does not know the command, or a value of it is not allowed";
        }
        if (identity.isCharacterDevice() && !SetupFlags.has128ByteSqes(setup)) {
            return "the handler refused a value of the command; if its payload has more than 16 bytes, the ring needs"
                    + " SQE128, which this one lacks";
        }
        return "the handler found a value of the command that it does not allow";
    }
}

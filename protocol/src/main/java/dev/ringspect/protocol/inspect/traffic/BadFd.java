package dev.ringspect.protocol.inspect.traffic;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.FileUse;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SqeFlags;

/** A request on a descriptor that is not open, or on an empty slot of the registered files. */
final class BadFd extends OneErrno {
    /** Why an open descriptor is none for io_uring: io_file_get_normal in io_uring/io_uring.c takes none with FMODE_PATH. */
    static final String ONLY_A_PATH = "the descriptor was opened with O_PATH: it names a file, and serves no request";

    BadFd() {
        super("D43", "bad-fd", Severity.ERROR, Errno.EBADF);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.sqeSize() > 0 && FileUse.named(request.memory(), request.sqeOffset())
                && (request.file().isEmpty() || request.file().get().pathOnly());
    }

    /** Requests without a file have only these in common with one another. */
    @Override
    long detail(RequestView request) {
        return (long) request.opcode() << Integer.SIZE | Integer.toUnsignedLong(request.fd());
    }

    @Override
    public String message(InspectedRequest inspected) {
        RequestView request = inspected.request();
        boolean registered = (request.sqeFlags() & SqeFlags.FIXED_FILE) != 0;
        String answered = Opcode.nameOf(request.opcode()) + " answered -EBADF: ";
        if (request.file().isPresent()) {
            return answered + ONLY_A_PATH;
        }
        return answered + (registered
                ? "slot " + request.fd() + " of the ring's registered files is empty"
                : "descriptor " + request.fd() + " is not open in the process");
    }
}

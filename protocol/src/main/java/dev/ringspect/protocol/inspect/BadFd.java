package dev.ringspect.protocol.inspect;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SqeFlags;

/** A request on a descriptor that is not open, or on an empty slot of the registered files. */
final class BadFd extends OneErrno {
    BadFd() {
        super("D43", "bad-fd", Severity.ERROR, Errno.EBADF);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        return inspected.request().sqeSize() > 0 && inspected.request().file().isEmpty();
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        RequestView request = inspected.request();
        boolean registered = (request.sqeFlags() & SqeFlags.FIXED_FILE) != 0;
        return Opcode.nameOf(request.opcode()) + " answered -EBADF: "
                + (registered
                        ? "slot " + request.fd() + " of the ring's registered files is empty"
                        : "descriptor " + request.fd() + " is not open in the process");
    }
}

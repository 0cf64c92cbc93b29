package dev.ringspect.protocol.inspect;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.Opcode;
import dev.ringspect.protocol.uapi.SqeFlags;

/** A request on a descriptor that is not open, or on an empty slot of the registered files. */
final class BadFd implements TrafficInspection {
    @Override
    public String id() {
        return "D43";
    }

    @Override
    public String name() {
        return "bad-fd";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (applies(inspected)) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
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

    static boolean applies(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.hasResult() && request.res() == -Errno.EBADF.number() && request.prepError() == 0
                && request.sqeSize() > 0 && request.file().isEmpty();
    }
}

package dev.ringspect.protocol.inspect.traffic;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;
import dev.ringspect.protocol.uapi.SetupFlags;

/** A uring_cmd through a ring that polls for completions, on a file whose commands cannot be polled for. */
final class PollingRing extends OneErrno {
    PollingRing() {
        super("D45", "iopoll-unsupported", Severity.ERROR, Errno.EOPNOTSUPP);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.isUringCmd() && (request.ring().setupFlags() & SetupFlags.IOPOLL) != 0
                && request.file().isPresent() && CommandFiles.cannotBePolled(request.file().get());
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called() + " answered -EOPNOTSUPP: the ring polls for completions (IORING_SETUP_IOPOLL), and"
                + " commands of this file cannot be polled for";
    }
}

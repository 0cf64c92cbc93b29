package dev.ringspect.protocol.inspect;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** A uring_cmd on a file that has no handler for it. */
final class NoHandler extends OneErrno {
    NoHandler() {
        super("D44", "no-handler", Severity.ERROR, Errno.EOPNOTSUPP);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.isUringCmd() && request.file().isPresent() && inspected.command().protocol().isEmpty()
                && !ErrnoExplanation.hasHandler(request.file().get());
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        return inspected.called() + " answered -EOPNOTSUPP: " + ErrnoExplanation.of(inspected).orElse("");
    }
}

package dev.ringspect.protocol.inspect;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** A uring_cmd on a file that has no handler for it. */
final class NoHandler implements TrafficInspection {
    @Override
    public String id() {
        return "D44";
    }

    @Override
    public String name() {
        return "no-handler";
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
        return inspected.called() + " answered -EOPNOTSUPP: " + ErrnoExplanation.of(inspected).orElse("");
    }

    static boolean applies(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.isUringCmd() && request.hasResult() && request.res() == -Errno.EOPNOTSUPP.number()
                && request.prepError() == 0 && request.file().isPresent()
                && inspected.command().protocol().isEmpty() && !ErrnoExplanation.hasHandler(request.file().get());
    }
}

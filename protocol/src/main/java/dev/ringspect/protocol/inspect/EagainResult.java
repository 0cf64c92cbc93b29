package dev.ringspect.protocol.inspect;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** A command that failed with -EAGAIN even where it was allowed to block. */
final class EagainResult implements TrafficInspection {
    @Override
    public String id() {
        return "D37";
    }

    @Override
    public String name() {
        return "eagain-result";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (applies(inspected)) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        return inspected.called()
                + " answered -EAGAIN: the kernel had called the handler again from a worker, where it may"
                + " block, and it still was not ready";
    }

    static boolean applies(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.isUringCmd() && request.hasResult() && request.res() == -Errno.EAGAIN.number()
                && request.prepError() == 0;
    }
}

package dev.ringspect.protocol.inspect.traffic;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.uapi.Errno;

/** A command that failed with -EAGAIN even where it was allowed to block. */
final class EagainResult extends OneErrno {
    EagainResult() {
        super("D37", "eagain-result", Severity.WARNING, Errno.EAGAIN);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        return inspected.request().isUringCmd();
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called()
                + " answered -EAGAIN: the kernel had called the handler again from a worker, where it may"
                + " block, and it still was not ready";
    }
}

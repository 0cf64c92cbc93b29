package dev.ringspect.protocol.inspect.traffic;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** A uring_cmd on a file of a kind that is known to have no handler for it. */
final class NoHandler extends OneErrno {
    NoHandler() {
        super("D44", "no-handler", Severity.ERROR, Errno.EOPNOTSUPP);
    }

    @Override
    boolean means(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.isUringCmd() && request.file().isPresent() && inspected.command().protocol().isEmpty()
                && CommandFiles.haveNone(request.file().get());
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called() + " answered -EOPNOTSUPP: " + "the file operations of "
                + inspected.request().file().map(CommandFiles::kindOf).orElse("the file")
                + " have no uring_cmd handler";
    }
}

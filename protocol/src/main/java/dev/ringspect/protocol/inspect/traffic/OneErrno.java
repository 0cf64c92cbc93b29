package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** An inspection of one errno that requests which passed prep ended with, where it means something by itself. */
abstract class OneErrno implements TrafficInspection {
    private final String id;
    private final String name;
    private final Severity severity;
    private final int result;

    OneErrno(String id, String name, Severity severity, Errno errno) {
        this.id = id;
        this.name = name;
        this.severity = severity;
        this.result = -errno.number();
    }

    /** Whether a request with the errno is meant. */
    abstract boolean means(InspectedRequest inspected);

    /** Tells findings apart that are about the same declaration or file. */
    long detail(RequestView request) {
        return 0;
    }

    final boolean applies(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.hasResult() && request.res() == result && request.prepError() == 0 && means(inspected);
    }

    @Override
    public final Set<Symptom> looksFor() {
        return Set.of(Symptom.FAILED);
    }

    @Override
    public final void inspect(InspectedRequest inspected, Out out) {
        if (applies(inspected)) {
            out.found(this, severity, inspected.anchor(), detail(inspected.request()));
        }
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Severity severity() {
        return severity;
    }
}

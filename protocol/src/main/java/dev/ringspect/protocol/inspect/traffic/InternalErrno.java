package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** A result that is one of the kernel's internal error numbers. */
final class InternalErrno implements TrafficInspection {
    @Override
    public String id() {
        return "D36";
    }

    @Override
    public String name() {
        return "internal-errno";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.FAILED);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (applies(inspected)) {
            out.found(this, severity(), inspected.anchor(), inspected.request().res());
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        int res = inspected.request().res();
        String name = Errno.nameOfResult(res).orElse("");
        String meaning = Errno.of(res).map(errno -> " (" + errno.meaning() + ")").orElse("");
        return inspected.called() + " answered " + res + ", the kernel's internal " + name + meaning
                + "; it leaked out of the driver, no C library knows it";
    }

    static boolean applies(InspectedRequest inspected) {
        RequestView request = inspected.request();
        return request.hasResult() && request.res() <= -512 && request.res() >= -531 && request.isUringCmd();
    }
}

package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.uapi.Errno;

/** Credentials that were not registered. */
final class UnknownPersonality implements TrafficInspection {
    @Override
    public String id() {
        return "D53";
    }

    @Override
    public String name() {
        return "personality-invalid";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.REFUSED);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        RequestView request = inspected.request();
        if (request.prepError() == -Errno.EINVAL.number() && CoreFields.personality(request) != 0
                && CoreFields.refusal(request).isEmpty()) {
            out.found(this, severity(), inspected.anchor(), CoreFields.personality(request));
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called() + ": personality " + CoreFields.personality(inspected.request())
                + " is no id that IORING_REGISTER_PERSONALITY gave for this ring; the kernel answers -EINVAL";
    }
}

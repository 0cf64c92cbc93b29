package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;

/** Bit 7 of the SQE's flags, which is no flag. */
final class BadSqeFlags implements TrafficInspection {
    @Override
    public String id() {
        return "D04";
    }

    @Override
    public String name() {
        return "bad-sqe-flags";
    }

    @Override
    public Severity severity() {
        return Severity.ERROR;
    }

    @Override
    public Set<Symptom> looksFor() {
        return Set.of(Symptom.ODD_SQE);
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        if (CoreFields.reservedFlag(inspected.request())) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return String.format("%s: sqe->flags is 0x%02x; bit 7 is no flag, the kernel answers -EINVAL",
                inspected.called(),
                inspected.request().sqeFlags());
    }
}

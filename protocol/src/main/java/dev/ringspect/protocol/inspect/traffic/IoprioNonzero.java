package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;

/** A uring_cmd with an I/O priority: the kernel answers -EINVAL. */
final class IoprioNonzero implements TrafficInspection {
    @Override
    public String id() {
        return "D02";
    }

    @Override
    public String name() {
        return "ioprio-nonzero";
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
        if (inspected.request().isUringCmd() && CoreFields.ioprio(inspected.request()) != 0) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return inspected.called() + ": sqe->ioprio is " + CoreFields.ioprio(inspected.request())
                + "; a uring_cmd takes no priority, the kernel answers -EINVAL";
    }
}

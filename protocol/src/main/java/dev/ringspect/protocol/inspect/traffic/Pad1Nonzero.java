package dev.ringspect.protocol.inspect.traffic;

import java.util.Set;

import dev.ringspect.protocol.text.Severity;

/** The four bytes after a uring_cmd's cmd_op are not zero: the kernel answers -EINVAL. */
final class Pad1Nonzero implements TrafficInspection {
    @Override
    public String id() {
        return "D01";
    }

    @Override
    public String name() {
        return "pad1-nonzero";
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
        if (inspected.request().isUringCmd() && CoreFields.pad1(inspected.request()) != 0) {
            out.found(this, severity(), inspected.anchor(), 0);
        }
    }

    @Override
    public String message(InspectedRequest inspected) {
        return String.format("%s: SQE bytes 12 to 15 (__pad1) are 0x%x; they must be 0, the kernel answers -EINVAL",
                inspected.called(), CoreFields.pad1(inspected.request()));
    }
}
